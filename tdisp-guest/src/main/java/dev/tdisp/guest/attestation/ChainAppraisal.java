package dev.tdisp.guest.attestation;

import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerdict;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a certificate chain that is the device's. */
final class ChainAppraisal {
    private final AppraisalPolicy policy;
    private final Findings findings;

    ChainAppraisal(AppraisalPolicy policy, Findings findings) {
        this.policy = policy;
        this.findings = findings;
    }

    void judge(CertificateChain chain, ChainPolicy demands, Instant now) {
        ChainVerdict verdict = ChainVerifier.verify(chain, demands, policy.anchors(), now);
        findings.require(
                Check.CHAIN_TRUST,
                "one of "
                        + policy.anchors().stream()
                                .map(X509Certificate::subject)
                                .toList(),
                chain.leaf().toString(),
                verdict.isTrusted(),
                verdict.findings().toString());
        judgeIdentity(chain.leaf().extensions().deviceName());
        judgePins(chain);
    }

    private void judgeIdentity(Optional<DeviceName> name) {
        String given = name.map(DeviceName::toString).orElse("no name");
        if (policy.devices().isEmpty()) {
            findings.leaveOut(
                    Check.DEVICE_IDENTITY, given, "the policy names no devices: any of a trusted root will do");
            return;
        }
        List<String> expected =
                policy.devices().stream().map(DeviceName::toString).sorted().toList();
        boolean isExpected = name.filter(policy.devices()::contains).isPresent();
        findings.require(Check.DEVICE_IDENTITY, "one of " + expected, given, isExpected, "not among " + expected);
    }

    /** For each kind of thing that is pinned, one of the pins must hold. */
    private void judgePins(CertificateChain chain) {
        if (policy.pins().isEmpty()) {
            findings.leaveOut(Check.DEVICE_PINNED, "no pins", "the policy pins no certificates");
            return;
        }
        List<Pin.Subject> wrong = Stream.of(Pin.Subject.values())
                .filter(subject -> policy.pins().stream().anyMatch(pin -> pin.subject() == subject))
                .filter(subject ->
                        policy.pins().stream().noneMatch(pin -> pin.subject() == subject && pin.matches(chain)))
                .toList();
        findings.require(
                Check.DEVICE_PINNED,
                policy.pins().toString(),
                wrong.isEmpty() ? "the same" : "another " + wrong,
                wrong.isEmpty(),
                "not as pinned: " + wrong);
    }
}
