package dev.tdisp.lab.conformance.spdm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpdmCasesTest {
    /** How many cases and clauses a chapter of the catalogue has. */
    private record Chapter(int cases, int clauses) {}

    private static final Map<String, Chapter> CHAPTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("VER", new Chapter(1, 5)),
            Map.entry("CAP", new Chapter(7, 62)),
            Map.entry("ALG", new Chapter(7, 75)),
            Map.entry("DIG", new Chapter(2, 10)),
            Map.entry("CERT", new Chapter(5, 38)),
            Map.entry("CHAL", new Chapter(13, 95)),
            Map.entry("MEAS", new Chapter(9, 119)),
            Map.entry("KEX", new Chapter(7, 37)),
            Map.entry("FIN", new Chapter(10, 41)),
            Map.entry("HB", new Chapter(4, 17)),
            Map.entry("KU", new Chapter(5, 39)),
            Map.entry("END", new Chapter(4, 17))));

    @Test
    void eachChapterOfTheCatalogueHasAllItsCasesAndClauses() {
        Map<String, List<ConformanceCase>> cases = SpdmCases.catalogue().stream()
                .collect(Collectors.groupingBy(each -> each.id().split("-")[1]));

        Map<String, Chapter> chapters = new TreeMap<>();
        cases.forEach((name, list) -> chapters.put(name, new Chapter(list.size(), clauses(list))));

        assertThat(chapters).isEqualTo(CHAPTERS);
        assertThat(SpdmCases.catalogue()).hasSize(74);
        assertThat(clauses(SpdmCases.catalogue())).isEqualTo(555);
    }

    @Test
    void aResponderWithEverythingPassesAllCases() {
        List<CaseResult> results = run(ResponderSubject.full());

        assertThat(others(results, Verdict.STRICT_PASS))
                .extracting(line -> line.split(":")[0])
                .containsExactlyInAnyOrder(
                        "GAP-SPD-04 NOT_APPLICABLE",
                        "GAP-SPD-08 CONCEPTUAL_PASS",
                        "GAP-SPD-40 CONCEPTUAL_PASS",
                        "GAP-SPD-44 NOT_APPLICABLE");
    }

    @Test
    void theSimulatedDevicePassesWhatAppliesToIt() {
        List<CaseResult> results = run(SimulatedDevice.of(DeviceProfile.SPEC));

        assertThat(others(results, Verdict.STRICT_PASS, Verdict.NOT_APPLICABLE))
                .extracting(line -> line.split(":")[0])
                .containsExactlyInAnyOrder("GAP-SPD-08 CONCEPTUAL_PASS", "GAP-SPD-40 CONCEPTUAL_PASS");
    }

    @Test
    void whatIsNotThereIsNotApplicableByTheValueThatShowsIt() {
        Subject subject = ResponderSubject.of(SpdmVersion.V1_2).without(Capability.HBEAT_CAP);

        CaseResult heartbeat = run(subject, "SPDM-HB-01");
        CaseResult first = run(subject, "SPDM-CAP-01");

        assertThat(heartbeat.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(heartbeat.cause()).contains("SPDM 1.2 has not HBEAT_CAP, but CERT_CAP");
        assertThat(first.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(first.cause()).contains("SPDM 1.0 is not offered: VERSION lists [1.2]");
    }

    @Test
    void silenceWhereAnAnswerIsDueIsAFail() {
        Subject mute =
                ResponderSubject.filtered((id, request, response) -> response.at(1) == 0x01 ? Bytes.EMPTY : response);

        CaseResult digests = run(mute, "SPDM-DIG-01");
        CaseResult certificates = run(mute, "SPDM-CERT-01");

        assertThat(digests.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(digests.failures()).extracting(Assertion::observed).contains("0");
        assertThat(certificates.verdict()).isEqualTo(Verdict.SETUP_FAIL);
    }

    /** Returns the results that are none of these, in a line each. */
    private static List<String> others(List<CaseResult> results, Verdict... verdicts) {
        return results.stream()
                .filter(result -> !List.of(verdicts).contains(result.verdict()))
                .map(result -> "%s %s: %s".formatted(result.id(), result.verdict(), result.cause()))
                .toList();
    }

    private static int clauses(List<ConformanceCase> cases) {
        return cases.stream().mapToInt(each -> each.clauses().size()).sum();
    }

    private static CaseResult run(Subject subject, String id) {
        return Suite.run(new Suite(SpdmCases.all()).find(id).orElseThrow(), subject, 1);
    }

    private static List<CaseResult> run(Subject subject) {
        return new Suite(SpdmCases.all()).run(subject, 1, CaseListener.NONE).results();
    }
}
