package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateModel;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges by a policy what a guest passed on. A function of its arguments alone.
 *
 * <p>No security manager can be asked here. What its digests prove to the guest is proved by the device's own signature or
 * vouched for by the guest's, and what only its word can tell is not demanded of a token that does not carry it, unless the
 * policy {@linkplain AppraisalPolicy#demanded() insists}.
 */
public final class RemoteAppraisal {
    private final RemoteEvidence evidence;
    private final AppraisalPolicy policy;
    private final Findings findings = new Findings();

    private RemoteAppraisal(RemoteEvidence evidence, AppraisalPolicy policy) {
        this.evidence = evidence;
        this.policy = policy;
    }

    /**
     * Judges evidence.
     *
     * @param evidence what the guest passed on
     * @param policy what is demanded
     * @param nonce the relying party's own, if it asked with one
     * @param now the time, for certificates
     * @return the verdict
     */
    public static RemoteVerdict appraise(
            RemoteEvidence evidence, AppraisalPolicy policy, Optional<Bytes> nonce, Instant now) {
        var appraisal = new RemoteAppraisal(evidence, policy);
        appraisal.judgeToken(nonce);
        if (evidence.signed()) {
            appraisal.judgeWord();
            appraisal.judgeDevice(now);
            appraisal.judgeReport();
        }
        return new RemoteVerdict(evidence.device(), appraisal.findings.all(Appraiser.RELYING_PARTY, policy.demanded()));
    }

    private void judgeToken(Optional<Bytes> nonce) {
        findings.require(
                Check.TOKEN_SIGNED,
                "a signature by the guest's key",
                evidence.signed() ? "that signature" : "another signature",
                evidence.signed(),
                "the signature is not the guest's");
        if (nonce.isEmpty()) {
            findings.leaveOut(Check.TOKEN_FRESH, "nonce " + evidence.nonce(), "the relying party gave no nonce");
            return;
        }
        findings.require(
                Check.TOKEN_FRESH,
                "nonce " + nonce.get(),
                "nonce " + evidence.nonce(),
                evidence.nonce().equalsInConstantTime(nonce.get()),
                "made for another nonce");
    }

    private void judgeWord() {
        evidence.word()
                .ifPresentOrElse(word -> new WordAppraisal(word, policy, findings).judge(), this::judgeWithoutWord);
    }

    /** The version is in what the device signed; that alone does not tell how the session is protected. */
    private void judgeWithoutWord() {
        leaveOut(WordAppraisal.CHECKS, "the token does not say");
        evidence.proof()
                .map(MeasurementProof::version)
                .filter(version -> !version.isAtLeast(policy.oldestVersion()))
                .ifPresent(version -> findings.require(
                        Check.SESSION,
                        "SPDM %s or newer".formatted(policy.oldestVersion()),
                        "SPDM " + version,
                        false,
                        "older than SPDM " + policy.oldestVersion()));
    }

    private void leaveOut(List<Check> checks, String reason) {
        checks.forEach(check -> findings.leaveOut(check, "not in the token", reason));
    }

    private void judgeDevice(Instant now) {
        List<X509Certificate> certificates = evidence.certificates();
        if (certificates.isEmpty()) {
            findings.require(Check.CHAIN_TRUST, "a chain", "no certificates", false, "the token has no certificates");
            return;
        }
        judgeChain(now);
        X509Certificate leaf = certificates.get(certificates.size() - 1);
        if (evidence.proof().isEmpty()) {
            findings.require(
                    Check.MEASUREMENTS_SIGNED, "a signature", "none", false, "the measurements are not signed");
            return;
        }
        try {
            judgeMeasurements(evidence.proof().get(), leaf);
        } catch (MalformedMessageException e) {
            findings.malformed(Check.MEASUREMENTS_GOOD, "measurements", e);
        }
    }

    /** Judges what was signed, and that the guest passed on nothing else. */
    private void judgeMeasurements(MeasurementProof proof, X509Certificate leaf) {
        var measurements = new MeasurementsAppraisal(policy, findings);
        List<MeasurementBlock> signed = MeasurementBlock.decodeAll(proof.measurementRecord());
        Bytes said = signed.containsAll(evidence.measurements()) ? proof.measurementRecord() : Bytes.EMPTY;
        measurements.judgeProof(proof, said, proof.requesterNonce(), leaf);
        measurements.judgeNonce(evidence.nonce(), proof.requesterNonce());
        measurements.judgeBlocks(signed);
        measurements.judgeMode(signed);
    }

    private void judgeChain(Instant now) {
        List<X509Certificate> certificates = evidence.certificates();
        X509Certificate leaf = certificates.get(certificates.size() - 1);
        HashAlgorithm hash = evidence.proof().map(MeasurementProof::hash).orElse(HashAlgorithm.SHA_384);
        List<SignatureAlgorithm> algorithms = Verifier.algorithms(leaf.publicKey());
        if (algorithms.isEmpty()) {
            findings.require(Check.CHAIN_TRUST, "a key of SPDM's", leaf.toString(), false, "the key is of no use");
            return;
        }
        var oldest = evidence.proof().map(MeasurementProof::version).orElse(policy.oldestVersion());
        var demands = new ChainPolicy(oldest, SpdmRole.RESPONDER, algorithms.get(0), hash, CertificateModel.DEVICE);
        new ChainAppraisal(policy, findings).judge(CertificateChain.of(Hash.of(hash), certificates), demands, now);
    }

    private void judgeReport() {
        if (evidence.report().isEmpty()) {
            leaveOut(
                    List.of(Check.REPORT_CONSISTENT, Check.FIRMWARE_FROZEN, Check.FEATURES_ALLOWED),
                    "the token has no report");
            return;
        }
        LockFlags flags = evidence.word().map(InterfaceWord::lockFlags).orElse(LockFlags.NONE);
        new ReportAppraisal(flags, policy, findings).judge(evidence.report().get());
    }
}
