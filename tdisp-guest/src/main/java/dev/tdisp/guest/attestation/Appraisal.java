package dev.tdisp.guest.attestation;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges evidence by a policy. A function of its arguments alone.
 *
 * <pre>{@code
 * Verdict verdict = Appraisal.appraise(evidence, policy, env.clock().instant());
 * verdict.failures();
 * }</pre>
 */
public final class Appraisal {
    private final Evidence evidence;
    private final InterfaceStatus status;
    private final AppraisalPolicy policy;
    private final Instant now;
    private final Findings findings = new Findings();

    private Appraisal(Evidence evidence, AppraisalPolicy policy, Instant now) {
        this.evidence = evidence;
        this.status = evidence.after();
        this.policy = policy;
        this.now = now;
    }

    /**
     * Judges evidence.
     *
     * @param evidence what was collected
     * @param policy what is demanded
     * @param now the time, for certificates
     * @return the verdict
     */
    public static Verdict appraise(Evidence evidence, AppraisalPolicy policy, Instant now) {
        var appraisal = new Appraisal(evidence, policy, now);
        List<PlannedRange> plan = appraisal.judge();
        List<CheckResult> results = appraisal.findings.all(Appraiser.GUEST, policy.demanded());
        return new Verdict(evidence.after().function(), evidence.after().epoch(), results, plan);
    }

    private List<PlannedRange> judge() {
        new WordAppraisal(InterfaceWord.of(status), policy, findings).judge();
        Optional<Bytes> negotiation = genuine(Check.NEGOTIATION_DIGEST, EvidenceKind.NEGOTIATION);
        Optional<X509Certificate> leaf = judgeChain();
        judgeMeasurements(negotiation, leaf);
        judgeEpoch();
        return genuine(Check.REPORT_DIGEST, EvidenceKind.INTERFACE_REPORT)
                .map(body -> new ReportAppraisal(status.lockFlags(), policy, findings).judge(body, evidence.windows()))
                .orElse(List.of());
    }

    private Optional<X509Certificate> judgeChain() {
        Optional<Bytes> blob = genuine(Check.CHAIN_DIGEST, EvidenceKind.CERTIFICATE_CHAIN);
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try {
            CertificateChain chain = CertificateChain.decode(blob.get(), hash());
            LinkStatus link = status.link();
            ChainPolicy demands = ChainPolicy.responder(link.version(), link.algorithms());
            new ChainAppraisal(policy, findings).judge(chain, demands, now);
            return Optional.of(chain.leaf());
        } catch (MalformedMessageException e) {
            findings.malformed(Check.CHAIN_TRUST, "certificate chain", e);
            return Optional.empty();
        }
    }

    private void judgeMeasurements(Optional<Bytes> negotiation, Optional<X509Certificate> leaf) {
        Optional<Bytes> blob = genuine(Check.MEASUREMENTS_DIGEST, EvidenceKind.MEASUREMENTS);
        if (blob.isEmpty()) {
            return;
        }
        var appraisal = new MeasurementsAppraisal(policy, findings);
        try {
            SignedMeasurements measurements = SignedMeasurements.decode(blob.get());
            appraisal.judgeNonce(evidence.nonce(), measurements.nonce());
            appraisal.judge(measurements.record());
            if (negotiation.isPresent() && leaf.isPresent()) {
                judgeProof(appraisal, measurements, negotiation.get(), leaf.get());
            }
        } catch (MalformedMessageException e) {
            findings.malformed(Check.MEASUREMENTS_GOOD, "measurements", e);
        }
    }

    private void judgeProof(
            MeasurementsAppraisal appraisal, SignedMeasurements measurements, Bytes negotiation, X509Certificate leaf) {
        try {
            LinkStatus link = status.link();
            var proof = MeasurementProof.of(link.version(), link.algorithms(), negotiation, measurements);
            appraisal.judgeProof(proof, measurements.record(), measurements.nonce(), leaf);
        } catch (MalformedMessageException e) {
            findings.malformed(Check.MEASUREMENTS_SIGNED, "exchange", e);
        }
    }

    private void judgeEpoch() {
        findings.require(
                Check.ONE_EPOCH,
                evidence.before().epoch().toString(),
                status.epoch().toString(),
                evidence.before().epoch().equals(status.epoch()),
                "was " + evidence.before().epoch());
    }

    /** Returns a blob if its digest is the security manager's. */
    private Optional<Bytes> genuine(Check check, EvidenceKind kind) {
        Optional<Bytes> digest = status.digests().of(kind);
        Optional<Bytes> blob = evidence.blob(kind);
        Optional<Bytes> found = blob.map(hash()::digest);
        Optional<String> problem = Optional.empty();
        if (digest.isEmpty()) {
            problem = Optional.of("the security manager has no digest");
        } else if (found.isEmpty()) {
            problem = Optional.of("the hypervisor handed nothing over");
        } else if (!found.get().equalsInConstantTime(digest.get())) {
            problem = Optional.of("the digest is not the security manager's");
        }
        String expected = digest.map(Bytes::toHex).orElse("a digest of the security manager's");
        String actual = found.map(Bytes::toHex).orElse("nothing");
        return findings.note(check, expected, actual, problem) ? blob : Optional.empty();
    }

    private Hash hash() {
        return Hash.of(status.digests().hash());
    }
}
