package dev.tdisp.lab.conformance.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.attack.Weakness;
import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.VendorMessage;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.report.ReportFolder;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequesterCasesTest {
    /** What cannot be seen from the device, or not be got wrong over a link that waits for each answer. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            "GAP-REQ-12", "memory that a guest disables is no message",
            "GAP-REQ-17", "over this link no request is outstanding while another one is sent");

    @Test
    void eachLineOfTheListOfGapsIsACaseOrSaysWhyNot() {
        Set<String> expected = IntStream.rangeClosed(1, 24)
                .mapToObj("GAP-REQ-%02d"::formatted)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> present = Stream.concat(
                        RequesterCases.all().stream().map(ConformanceCase::id), NOT_ASKED.keySet().stream())
                .filter(id -> id.startsWith("GAP-REQ"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(present).isEqualTo(expected);
    }

    @Test
    void ourHostAndGuestPassAllCases() {
        List<CaseResult> results = run(new LabRequester(), List.of());

        assertThat(results)
                .allSatisfy(result -> assertThat(result.verdict())
                        .as("%s: %s", result.id(), result.cause())
                        .isEqualTo(Verdict.STRICT_PASS));
    }

    @Test
    void reportsShowWhatTheRequesterSaid() {
        CaseResult result = run(new LabRequester(), List.of("GAP-REQ-05")).get(0);

        assertThat(result.record().exchanges())
                .anySatisfy(exchange -> assertThat(exchange.purpose()).endsWith("the deviation"));
    }

    @Test
    void reportsNameEachMessageAndShowNeitherNoncesNorKeys(@TempDir Path folder) throws IOException {
        ConformanceReport report = new Suite(RequesterCases.all())
                .only(List.of("GAP-REQ-01"))
                .run(new RequesterStand(new LabRequester()), 1, CaseListener.NONE);

        new ReportFolder(folder).write(report);

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .contains("TDISP LOCK_INTERFACE_RESPONSE", "IDE_KM KEY_PROG")
                .doesNotContain("message 00h");
        assertThat(secrets(report))
                .hasSizeGreaterThan(6)
                .allSatisfy(secret -> assertThat(page.replace(" ", "").toLowerCase(Locale.ROOT))
                        .doesNotContain(secret));
    }

    /** The first bytes of each nonce and key, as many as stand on a line of hex in any case. */
    private static Set<String> secrets(ConformanceReport report) {
        return report.results().stream()
                .flatMap(result -> result.record().exchanges().stream())
                .flatMap(exchange -> Stream.concat(Stream.of(exchange.request()), exchange.response().stream()))
                .flatMap(message -> VendorMessage.read(message).stream())
                .flatMap(vendor -> Stream.concat(
                        vendor.of(VendorProtocol.TDISP).stream()
                                .filter(message -> message.size() == 48)
                                .map(message -> message.slice(16, 24)),
                        vendor.of(VendorProtocol.IDE_KM).stream()
                                .filter(message -> message.size() == 47)
                                .map(message -> message.slice(7, 15))))
                .map(Bytes::toHex)
                .collect(Collectors.toSet());
    }

    static Stream<Arguments> weaknesses() {
        return Stream.of(
                Arguments.of("A7", Set.of("GAP-REQ-04.1", "GAP-REQ-04.2")),
                Arguments.of("S56", Set.of("GAP-REQ-07.2", "GAP-REQ-07.4")),
                Arguments.of("A23", Set.of("REQ-TDISP-11.2", "REQ-TDISP-11.4")),
                Arguments.of("S55", Set.of("REQ-TDISP-11.2", "REQ-TDISP-11.4")),
                Arguments.of("A10", Set.of("REQ-TDISP-12.2", "REQ-TDISP-12.4")));
    }

    @ParameterizedTest
    @MethodSource("weaknesses")
    void aWeakenedRequesterFailsWhatItsWeaknessIsAbout(String attack, Set<String> clauses) {
        Weakness weakness = Attacks.named(attack).orElseThrow().weakness();
        var weak = new LabRequester(weakness.description(), weakness.change());

        List<CaseResult> results = run(weak, List.of("REQ-RUN", "GAP-REQ-0", "REQ-TDISP-11", "REQ-TDISP-12"));

        Set<String> failed = results.stream()
                .flatMap(result -> result.failures().stream())
                .map(assertion -> assertion.clause().id())
                .collect(Collectors.toSet());
        assertThat(failed).isEqualTo(clauses);
    }

    @Test
    void aRequesterThatBelievesAnythingFails() {
        RequesterSubject gullible = new RequesterSubject() {
            @Override
            public String name() {
                return "gullible";
            }

            @Override
            public Outcome attach(PlayedDevice device, int rounds) {
                new LabRequester().attach(device, rounds);
                return new Outcome(Outcome.Kind.ACCEPTED, "");
            }
        };

        List<CaseResult> results = run(gullible, List.of("REQ-GUEST", "GAP-SPD-42"));

        assertThat(results)
                .allSatisfy(result -> assertThat(result.failures())
                        .extracting(Assertion::field)
                        .containsOnly("outcome"));
    }

    private static List<CaseResult> run(RequesterSubject subject, List<String> words) {
        return new Suite(RequesterCases.all())
                .only(words)
                .run(new RequesterStand(subject), 1, CaseListener.NONE)
                .results();
    }
}
