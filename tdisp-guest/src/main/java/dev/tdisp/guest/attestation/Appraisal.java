package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerdict;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.ReferenceValues.Deviation;
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
        appraisal.judgeSession();
        appraisal.judgeChain();
        appraisal.judgeMeasurements();
        appraisal.judgeLock();
        List<PlannedRange> plan = appraisal.judgeReport();
        appraisal.judgeEpoch();
        return new Verdict(evidence.after().function(), evidence.after().epoch(), appraisal.findings.all(), plan);
    }

    private void judgeSession() {
        LinkStatus link = status.link();
        boolean isStrong = link.algorithms()
                .selected(AlgorithmCategory.AEAD)
                .filter(AeadAlgorithm.AES_256_GCM::equals)
                .isPresent();
        boolean isNew = link.version().isAtLeast(policy.oldestVersion());
        findings.require(
                Check.SESSION,
                "SPDM %s".formatted(link.version()),
                isStrong && isNew,
                isNew ? "the session is not protected by AES-256-GCM" : "older than " + policy.oldestVersion());
        findings.require(Check.STREAM_SECURE, link.stream().toString(), link.streamSecure(), "the stream is insecure");
    }

    private void judgeChain() {
        Optional<Bytes> blob = genuine(Check.CHAIN_DIGEST, EvidenceKind.CERTIFICATE_CHAIN);
        if (blob.isEmpty()) {
            return;
        }
        try {
            CertificateChain chain = CertificateChain.decode(blob.get(), hash());
            var demands =
                    ChainPolicy.responder(status.link().version(), status.link().algorithms());
            ChainVerdict verdict = ChainVerifier.verify(chain, demands, policy.anchors(), now);
            findings.note(
                    Check.CHAIN_TRUST,
                    chain.leaf().toString(),
                    verdict.isTrusted()
                            ? Optional.empty()
                            : Optional.of(verdict.findings().toString()));
            judgeIdentity(chain.leaf().extensions().deviceName());
        } catch (MalformedMessageException e) {
            findings.require(Check.CHAIN_TRUST, "certificate chain", false, "malformed: " + e.getMessage());
        }
    }

    private void judgeIdentity(Optional<DeviceName> name) {
        String given = name.map(DeviceName::toString).orElse("no name");
        if (policy.devices().isEmpty()) {
            findings.leaveOut(
                    Check.DEVICE_IDENTITY, given, "the policy names no devices: any of a trusted root will do");
            return;
        }
        boolean isExpected = name.filter(policy.devices()::contains).isPresent();
        findings.require(Check.DEVICE_IDENTITY, given, isExpected, "not among " + policy.devices());
    }

    private void judgeMeasurements() {
        Optional<Bytes> blob = genuine(Check.MEASUREMENTS_DIGEST, EvidenceKind.MEASUREMENTS);
        if (blob.isEmpty()) {
            return;
        }
        try {
            SignedMeasurements measurements = SignedMeasurements.decode(blob.get());
            findings.require(
                    Check.MEASUREMENTS_FRESH,
                    "nonce " + measurements.nonce(),
                    measurements.nonce().equalsInConstantTime(evidence.nonce()),
                    "made for another nonce");
            List<MeasurementBlock> blocks = MeasurementBlock.decodeAll(measurements.record());
            judgeBlocks(blocks);
            judgeMode(blocks);
        } catch (MalformedMessageException e) {
            findings.require(Check.MEASUREMENTS_GOOD, "measurements", false, "malformed: " + e.getMessage());
        }
    }

    private void judgeBlocks(List<MeasurementBlock> blocks) {
        String found = "%d blocks".formatted(blocks.size());
        if (policy.referenceValues().isEmpty()) {
            findings.leaveOut(Check.MEASUREMENTS_GOOD, found, "the policy has no reference values for measurements");
            return;
        }
        List<Deviation> deviations = policy.referenceValues().compare(blocks);
        findings.require(Check.MEASUREMENTS_GOOD, found, deviations.isEmpty(), deviations.toString());
    }

    private void judgeMode(List<MeasurementBlock> blocks) {
        Optional<Bytes> mode = blocks.stream()
                .filter(block -> block.index() == MeasurementBlock.INDEX_DEVICE_MODE)
                .map(MeasurementBlock::value)
                .findFirst();
        if (mode.isEmpty()) {
            findings.leaveOut(Check.DEVICE_MODE, "not measured", "the device does not measure its mode");
            return;
        }
        findings.require(
                Check.DEVICE_MODE,
                mode.get().toHex(),
                DeviceMode.decode(mode.get()).isTrustworthy(),
                "the device is or was open to debuggers, or is not in normal operation");
    }

    private void judgeLock() {
        findings.require(
                Check.STATE_LOCKED,
                status.state().name(),
                status.state() == TdiState.CONFIG_LOCKED,
                "the interface is in " + status.state());
        LockFlags flags = status.lockFlags();
        findings.require(
                Check.LOCK_FLAGS,
                flags.toString(),
                policy.requiredFlags().isSubsetOf(flags),
                "must have " + policy.requiredFlags());
    }

    private List<PlannedRange> judgeReport() {
        Optional<Bytes> blob = genuine(Check.REPORT_DIGEST, EvidenceKind.INTERFACE_REPORT);
        return blob.map(body ->
                        new ReportAppraisal(status.lockFlags(), policy, evidence.windows(), findings).judge(body))
                .orElse(List.of());
    }

    private void judgeEpoch() {
        boolean isOne = evidence.before().epoch().equals(status.epoch());
        boolean isMeasured = status.epoch().measurement() != 0;
        findings.require(
                Check.ONE_EPOCH,
                status.epoch().toString(),
                isOne && isMeasured,
                isOne
                        ? "nothing was measured in this lock"
                        : "was " + evidence.before().epoch());
    }

    /** Returns a blob if its digest is the security manager's. */
    private Optional<Bytes> genuine(Check check, EvidenceKind kind) {
        Optional<Bytes> digest = status.digests().of(kind);
        Optional<Bytes> blob = evidence.blob(kind);
        Optional<String> problem = Optional.empty();
        if (digest.isEmpty()) {
            problem = Optional.of("the security manager has no digest");
        } else if (blob.isEmpty()) {
            problem = Optional.of("the hypervisor handed nothing over");
        } else if (!hash().digest(blob.get()).equalsInConstantTime(digest.get())) {
            problem = Optional.of("the digest is not the security manager's");
        }
        String looked = digest.map(Bytes::toHex).orElse("no digest");
        return findings.note(check, looked, problem) ? blob : Optional.empty();
    }

    private Hash hash() {
        return Hash.of(status.digests().hash());
    }
}
