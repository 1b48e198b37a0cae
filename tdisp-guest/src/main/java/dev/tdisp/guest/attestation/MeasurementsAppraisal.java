package dev.tdisp.guest.attestation;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.ReferenceValues.Deviation;
import java.util.List;
import java.util.Optional;

/** Judges measurements that are the device's. */
final class MeasurementsAppraisal {
    private final AppraisalPolicy policy;
    private final Findings findings;

    MeasurementsAppraisal(AppraisalPolicy policy, Findings findings) {
        this.policy = policy;
        this.findings = findings;
    }

    /** Verifies the device's signature, and that it is over these blocks and this nonce. */
    void judgeProof(MeasurementProof proof, Bytes measurementRecord, Bytes nonce, X509Certificate leaf) {
        Optional<String> problem = Optional.empty();
        if (!proof.isSignedBy(leaf)) {
            problem = Optional.of("the signature is not that of the chain's key");
        } else if (!proof.measurementRecord().equals(measurementRecord)
                || !proof.requesterNonce().equalsInConstantTime(nonce)) {
            problem = Optional.of("the signature is over other measurements");
        }
        findings.note(
                Check.MEASUREMENTS_SIGNED,
                "a signature by the key of " + leaf.subject(),
                "%d bytes of signature over %d of transcript"
                        .formatted(proof.signature().size(), proof.transcript().size()),
                problem);
    }

    void judgeNonce(Bytes expected, Bytes actual) {
        findings.require(
                Check.MEASUREMENTS_FRESH,
                "nonce " + expected,
                "nonce " + actual,
                actual.equalsInConstantTime(expected),
                "made for another nonce");
    }

    void judge(Bytes measurementRecord) {
        try {
            List<MeasurementBlock> blocks = MeasurementBlock.decodeAll(measurementRecord);
            judgeBlocks(blocks);
            judgeMode(blocks);
        } catch (MalformedMessageException e) {
            findings.malformed(Check.MEASUREMENTS_GOOD, "measurements", e);
        }
    }

    void judgeBlocks(List<MeasurementBlock> blocks) {
        String found = "%d blocks".formatted(blocks.size());
        if (policy.referenceValues().isEmpty()) {
            findings.leaveOut(Check.MEASUREMENTS_GOOD, found, "the policy has no reference values for measurements");
            return;
        }
        List<Deviation> deviations = policy.referenceValues().compare(blocks);
        findings.require(
                Check.MEASUREMENTS_GOOD,
                "reference values for the indices " + policy.referenceValues().indices(),
                deviations.isEmpty() ? found : found + " " + deviations,
                deviations.isEmpty(),
                deviations.toString());
    }

    void judgeMode(List<MeasurementBlock> blocks) {
        Optional<Bytes> mode = blocks.stream()
                .filter(block -> block.index() == MeasurementBlock.INDEX_DEVICE_MODE)
                .map(MeasurementBlock::value)
                .findFirst();
        if (mode.isEmpty()) {
            findings.leaveOut(Check.DEVICE_MODE, "not measured", "the device does not measure its mode");
            return;
        }
        try {
            findings.require(
                    Check.DEVICE_MODE,
                    "normal operation, debuggers never let in",
                    mode.get().toHex(),
                    DeviceMode.decode(mode.get()).isTrustworthy(),
                    "the device is or was open to debuggers, or is not in normal operation");
        } catch (MalformedMessageException e) {
            findings.malformed(Check.DEVICE_MODE, "device mode", e);
        }
    }
}
