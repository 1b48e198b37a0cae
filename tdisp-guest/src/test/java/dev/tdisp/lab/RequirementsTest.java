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
    private static final String HEADING = "id,level,requirement,tests";
    private static final SortedMap<String, SortedSet<String>> TAGGED =
            TaggedTests.under(ROOT).byTag();

    /** A file of requirements that are numbered from 1, with or without gaps. */
    private record Catalogue(String file, String prefix, int size, int last) {
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
        return Stream.of(new Catalogue("tdisp.csv", "T-", 151, 151), new Catalogue("spdm.csv", "S-", 177, 224));
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void everyRequirementHasItsRow(Catalogue catalogue) {
        List<String> possible = IntStream.rangeClosed(1, catalogue.last())
                .mapToObj(number -> "%s%03d".formatted(catalogue.prefix(), number))
                .toList();

        assertThat(catalogue.rows())
                .extracting(Requirement::id)
                .hasSize(catalogue.size())
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

        assertThat(TAGGED.keySet().stream().filter(tag -> tag.startsWith(catalogue.prefix())))
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
    void everyRequirementIsProvedOrOutOfReachForAReason(Catalogue catalogue) {
        assertThat(catalogue.rows())
                .filteredOn(row -> !row.isOutOfReach() && row.tests().isEmpty())
                .extracting(Requirement::id)
                .as("requirements without a test")
                .isEmpty();
        assertThat(catalogue.rows())
                .filteredOn(Requirement::isOutOfReach)
                .allSatisfy(row -> assertThat(row.proof()).hasSizeGreaterThan(Requirement.OUT_OF_REACH.length() + 10));
    }

    private static void update(Catalogue catalogue) {
        catalogue.write(catalogue.rows().stream()
                .map(row -> row.isOutOfReach() && catalogue.proofOf(row.id()).isEmpty()
                        ? row
                        : row.withTests(catalogue.proofOf(row.id())))
                .toList());
    }
}
