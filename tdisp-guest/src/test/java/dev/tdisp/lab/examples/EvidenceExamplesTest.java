package dev.tdisp.lab.examples;

import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.guest.token.CoseSign1;
import dev.tdisp.guest.token.TokenMaker;
import dev.tdisp.guest.token.TokenProfile;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.crypto.Signer;
import org.junit.jupiter.api.Test;

/** Evidence and its judgement, as the page about tests shows them. */
class EvidenceExamplesTest {
    @Test
    void evidenceIsJudgedAndExplainedAndGivenAway() {
        Signer guestKey = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(1));
        // example: evidence
        try (Lab lab = Lab.seeded(7)) {
            lab.attach(1).runTo(Milestone.REPORTED);
            Evidence evidence = lab.tdi(1).evidence().orElseThrow(); // chain, measurements, report, digests

            AppraisalPolicy policy = AppraisalPolicy.builder()
                    .anchor(lab.device().credentials().identity().root())
                    .demand(Check.DEVICE_MODE)
                    .build();
            assertThat(evidence).report().has(InterfaceFeature.NO_FW_UPDATE).makesSense();
            assertThat(evidence).in(lab).judgedBy(policy, lab.time().instant()).isAccepted();

            Verdict verdict = lab.guest().appraise(evidence);
            String tree = verdict.explanation().toString(); // which check, what it looked at, what it expected
            Bytes token = CoseSign1.sign(
                            guestKey,
                            TokenMaker.of(evidence, TokenProfile.BOUND).encode(TokenProfile.BOUND))
                    .encode(); // for a verifier elsewhere
            assertThat(tree).startsWith("accepted: ");
            assertThat(token.isEmpty()).isFalse();
        }
        // end of example
    }
}
