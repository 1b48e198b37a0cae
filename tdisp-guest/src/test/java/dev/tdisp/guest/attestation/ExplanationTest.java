package dev.tdisp.guest.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private final AppraisalScene scene = new AppraisalScene();

    @Test
    void decisionIsFollowedByTheTwelveCriteria() {
        Explanation tree = scene.verdict().afterStart(TdiState.RUN).explanation();

        assertThat(tree.text()).startsWith("accepted: 0000:01:00.1 at lock 0000000000000001");
        assertThat(tree.parts())
                .extracting(Explanation::text)
                .hasSize(12)
                .startsWith("1 session: passed", "2 identity of the device: passed")
                .endsWith("12 run: passed");
    }

    @Test
    void failureLeadsFromTheDecisionToWhatWasCompared() {
        scene.policy = scene.policy.withOldestVersion(SpdmVersion.V1_3);

        List<String> lines = scene.verdict().explanation().lines();

        assertThat(lines.subList(0, 6))
                .containsExactly(
                        "rejected: 0000:01:00.1 at lock 0000000000000001 measurement 0000000000000002 report 0000000000000003",
                        "├─ 1 session: failed, so reject",
                        "│  ├─ SESSION: failed, older than SPDM 1.3",
                        "│  │  ├─ evidence: negotiation (VCA), by digest from the security manager",
                        "│  │  ├─ expected: SPDM 1.3 or newer, [AES_256_GCM]",
                        "│  │  └─ actual: SPDM 1.2, AES_256_GCM");
    }

    @Test
    void textIsItsLines() {
        Explanation tree = scene.verdict().explanation();

        assertThat(tree.toString().lines()).containsExactlyElementsOf(tree.lines());
        assertThat(tree.lines()).last().asString().startsWith("      └─ actual:");
    }
}
