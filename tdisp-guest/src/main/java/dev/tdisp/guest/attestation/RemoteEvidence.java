package dev.tdisp.guest.attestation;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.util.List;
import java.util.Optional;

/**
 * What a relying party looks at: what a guest passed on about one device, and signed.
 *
 * @param device how the guest calls the device
 * @param signed whether a guest that is trusted signed it
 * @param nonce the nonce that it carries
 * @param certificates the chain of the device, root first; none if there is none
 * @param measurements the blocks that the guest passed on
 * @param proof the device's signature over its measurements
 * @param report the interface report
 * @param word what the guest says that its security manager said
 */
public record RemoteEvidence(
        String device,
        boolean signed,
        Bytes nonce,
        List<X509Certificate> certificates,
        List<MeasurementBlock> measurements,
        Optional<MeasurementProof> proof,
        Optional<DeviceInterfaceReport> report,
        Optional<InterfaceWord> word) {
    /**
     * Copies the lists.
     *
     * @param device how the guest calls the device
     * @param signed whether a guest that is trusted signed it
     * @param nonce the nonce that it carries
     * @param certificates the chain of the device
     * @param measurements the blocks
     * @param proof the device's signature
     * @param report the interface report
     * @param word the security manager's word
     */
    public RemoteEvidence {
        certificates = List.copyOf(certificates);
        measurements = List.copyOf(measurements);
    }
}
