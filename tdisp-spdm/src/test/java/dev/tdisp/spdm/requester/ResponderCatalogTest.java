package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of public tests of responders, case by case, in every version that has the message. */
class ResponderCatalogTest {
    /** How many cases each chapter of the catalogue has. */
    private record Chapter(String name, int cases) {}

    private static final List<Chapter> CHAPTERS = List.of(
            new Chapter("VER", 1),
            new Chapter("CAP", 7),
            new Chapter("ALG", 7),
            new Chapter("DIG", 2),
            new Chapter("CERT", 5),
            new Chapter("CHAL", 13),
            new Chapter("MEAS", 9),
            new Chapter("KEX", 7),
            new Chapter("FIN", 10),
            new Chapter("HB", 4),
            new Chapter("KU", 5),
            new Chapter("END", 4));

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Tag("S-010")
    @Tag("S-011")
    @Tag("S-013")
    @Tag("S-018")
    @Tag("S-020")
    @Tag("S-021")
    @Tag("S-022")
    @Tag("S-023")
    @Tag("S-026")
    @Tag("S-040")
    @Tag("S-044")
    @Tag("S-045")
    @Tag("S-047")
    @Tag("S-050")
    @Tag("S-051")
    @Tag("S-052")
    @Tag("S-060")
    @Tag("S-061")
    @Tag("S-062")
    @Tag("S-063")
    @Tag("S-064")
    @Tag("S-065")
    @Tag("S-067")
    @Tag("S-069")
    @Tag("S-070")
    @Tag("S-071")
    @Tag("S-072")
    @Tag("S-074")
    @Tag("S-075")
    @Tag("S-077")
    @Tag("S-090")
    @Tag("S-091")
    @Tag("S-093")
    @Tag("S-094")
    @Tag("S-116")
    @Tag("S-117")
    @Tag("S-118")
    @Tag("S-126")
    @Tag("S-127")
    @Tag("S-128")
    @Tag("S-129")
    @Tag("S-136")
    @Tag("S-138")
    @Tag("S-140")
    @Tag("S-141")
    @Tag("S-142")
    @Tag("S-194")
    void theResponderDoesWhatACaseDemands(CatalogCase demand) {
        demand.check().run();
    }

    @Test
    void noCaseOfTheCatalogueIsMissing() {
        Set<String> expected = CHAPTERS.stream()
                .flatMap(chapter -> IntStream.rangeClosed(1, chapter.cases())
                        .mapToObj(number -> "SPDM-%s-%02d".formatted(chapter.name(), number)))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> present = cases().map(CatalogCase::id).collect(Collectors.toCollection(TreeSet::new));

        assertThat(expected).hasSize(74);
        assertThat(present).isEqualTo(expected);
    }

    static Stream<CatalogCase> cases() {
        return Stream.of(
                        CatalogNegotiation.cases(),
                        CatalogAuthentication.cases(),
                        CatalogMeasurements.cases(),
                        CatalogSessions.cases(),
                        CatalogRefusals.cases())
                .flatMap(cases -> cases);
    }
}
