package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each requirement names the tests that prove it, and each tagged test is named.
 *
 * <p>After tags changed, {@code -Dtdisp.requirements.update=true} writes the tests into the catalogues.
 */
class RequirementsTest {
    private static final Path ROOT = Path.of(System.getProperty("tdisp.project.root", ".."));
    private static final Path FOLDER = ROOT.resolve("tdisp-guest/src/test/resources/requirements");
    /** What conformance suites of others never ask: the groups that concern the device, by the number of their lines. */
    private static final List<Group> GAPS = List.of(
            Group.complete("CFG", 27),
            Group.complete("DAT", 18),
            Group.complete("IDE", 27),
            Group.complete("KM", 40),
            Group.complete("LCK", 25),
            Group.complete("MIO", 16),
            Group.complete("NON", 20),
            Group.complete("P2P", 21),
            Group.complete("RPT", 32),
            Group.complete("RST", 18),
            Group.complete("SES", 24),
            Group.complete("SRI", 19),
            Group.complete("STP", 12),
            Group.complete("TRN", 14),
            Group.complete("VDM", 9));

    private static final String HEADING = "id,level,requirement,tests";
    private static final SortedMap<String, SortedSet<String>> TAGGED =
            TaggedTests.under(ROOT).byTag();

    /** Requirements numbered from 1 behind a prefix, with or without gaps. */
    private record Group(String prefix, String format, int size, int last) {
        static Group complete(String name, int size) {
            return new Group("GAP-" + name + "-", "%02d", size, size);
        }

        Stream<String> possibleIds() {
            return IntStream.rangeClosed(1, last).mapToObj(number -> prefix + format.formatted(number));
        }
    }

    /** A file of requirements in groups. */
    private record Catalogue(String file, List<Group> groups) {
        Catalogue(String file, String prefix, int size, int last) {
            this(file, List.of(new Group(prefix, "%03d", size, last)));
        }

        boolean covers(String tag) {
            return groups.stream().anyMatch(group -> tag.startsWith(group.prefix()));
        }

        List<Requirement> rows() {
            List<String> lines;
            try {
                lines = Files.readAllLines(FOLDER.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(lines).first().isEqualTo(HEADING);
            return lines.stream().skip(1).map(Requirement::ofCsv).toList();
        }

        void write(List<Requirement> rows) {
            Stream<String> lines =
                    Stream.concat(Stream.of(HEADING), rows.stream().map(Requirement::toCsv));
            try {
                Files.writeString(FOLDER.resolve(file), String.join("\n", lines.toList()) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        SortedSet<String> proofOf(String id) {
            return TAGGED.getOrDefault(id, new TreeSet<>());
        }

        @Override
        public String toString() {
            return file;
        }
    }

    @BeforeAll
    static void updateOnRequest() {
        if (Boolean.getBoolean("tdisp.requirements.update")) {
            catalogues().forEach(RequirementsTest::update);
        }
    }

    static Stream<Catalogue> catalogues() {
        return Stream.of(
                new Catalogue("tdisp.csv", "T-", 151, 151),
                new Catalogue("spdm.csv", "S-", 177, 224),
                new Catalogue("pcie.csv", "P-", 128, 128),
                new Catalogue("gaps.csv", GAPS));
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void everyRequirementHasItsRow(Catalogue catalogue) {
        List<String> possible =
                catalogue.groups().stream().flatMap(Group::possibleIds).toList();

        assertThat(catalogue.rows())
                .extracting(Requirement::id)
                .hasSize(catalogue.groups().stream().mapToInt(Group::size).sum())
                .isSorted()
                .doesNotHaveDuplicates()
                .isSubsetOf(possible);
        assertThat(catalogue.rows()).allSatisfy(row -> {
            assertThat(row.level()).isIn("must", "should", "choice");
            assertThat(row.text()).as(row.id()).isNotBlank().doesNotEndWith(".");
        });
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void everyTagIsARequirement(Catalogue catalogue) {
        List<String> ids = catalogue.rows().stream().map(Requirement::id).toList();

        assertThat(TAGGED.keySet().stream().filter(catalogue::covers))
                .as("tags that no row of %s explains", catalogue)
                .allMatch(ids::contains);
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void everyRequirementNamesTheTestsThatCarryItsTag(Catalogue catalogue) {
        assertThat(catalogue.rows())
                .allSatisfy(row -> assertThat(row.tests())
                        .as("%s (run this test with -Dtdisp.requirements.update=true)", row.id())
                        .isEqualTo(catalogue.proofOf(row.id())));
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void everyRequirementIsProvedOrSaysWhyNot(Catalogue catalogue) {
        assertThat(catalogue.rows())
                .filteredOn(row -> !row.saysWhyNot() && row.tests().isEmpty())
                .extracting(Requirement::id)
                .as("requirements without a test")
                .isEmpty();
        assertThat(catalogue.rows())
                .filteredOn(Requirement::saysWhyNot)
                .allSatisfy(row -> assertThat(row.reason()).as(row.id()).hasSizeGreaterThan(10));
    }

    private static void update(Catalogue catalogue) {
        catalogue.write(catalogue.rows().stream()
                .map(row -> row.saysWhyNot() && catalogue.proofOf(row.id()).isEmpty()
                        ? row
                        : row.withTests(catalogue.proofOf(row.id())))
                .toList());
    }
}
