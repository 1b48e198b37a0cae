package dev.tdisp.guest.token;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.InterfaceWord;
import dev.tdisp.guest.attestation.MeasurementProof;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes tokens of evidence. */
public final class TokenMaker {
    private TokenMaker() {}

    /**
     * Makes a token of the evidence of one interface. Its nonce is the one that the measurements were made with. Whether the
     * guest believes the evidence does not matter: a relying party judges for itself.
     *
     * @param evidence what the guest collected
     * @param profile how the draft is read
     * @return the token
     * @throws MalformedMessageException if chain, measurements or report cannot be read
     * @throws IllegalArgumentException if chain, measurements or negotiation are not there
     */
    public static DeviceToken of(Evidence evidence, TokenProfile profile) {
        LinkStatus link = evidence.after().link();
        Hash hash = Hash.of(evidence.after().digests().hash());
        CertificateChain chain = CertificateChain.decode(blob(evidence, EvidenceKind.CERTIFICATE_CHAIN), hash);
        var measurements = SignedMeasurements.decode(blob(evidence, EvidenceKind.MEASUREMENTS));
        Bytes vca = blob(evidence, EvidenceKind.NEGOTIATION);
        MeasurementProof proof = MeasurementProof.of(link.version(), link.algorithms(), vca, measurements);
        Optional<SignatureClaim> signature =
                proof.prefix().isEmpty() ? Optional.empty() : Optional.of(SignatureClaim.of(proof));
        var claims = new DeviceClaims(
                blocks(measurements.record(), profile),
                signature,
                new TreeMap<>(Map.of(0, der(chain))),
                Optional.of(vca),
                Optional.empty(),
                report(evidence),
                profile.has(TokenSwitch.INTERFACE_CLAIM)
                        ? Optional.of(InterfaceWord.of(evidence.after()))
                        : Optional.empty());
        return new DeviceToken(evidence.nonce(), new TreeMap<>(Map.of(nameOf(chain.leaf()), claims)));
    }

    /**
     * Returns how a token calls a device.
     *
     * @param leaf the device's certificate
     * @return {@code spdm:} and DMTF's name, or else the subject
     */
    static String nameOf(X509Certificate leaf) {
        return "spdm:"
                + leaf.extensions().deviceName().map(DeviceName::toString).orElse(leaf.subject());
    }

    private static Bytes blob(Evidence evidence, EvidenceKind kind) {
        return evidence.blob(kind).orElseThrow(() -> new IllegalArgumentException("evidence: no %s".formatted(kind)));
    }

    private static SortedMap<Integer, MeasurementClaim> blocks(Bytes measurementRecord, TokenProfile profile) {
        SortedMap<Integer, MeasurementClaim> blocks = new TreeMap<>();
        for (MeasurementBlock block : MeasurementBlock.decodeAll(measurementRecord)) {
            if (block.index() >= 1 && block.index() <= DeviceClaims.lastBlock(profile)) {
                blocks.put(block.index(), MeasurementClaim.of(block));
            }
        }
        return blocks;
    }

    private static Bytes der(CertificateChain chain) {
        return Bytes.concat(
                chain.certificates().stream().map(X509Certificate::encoded).toArray(Bytes[]::new));
    }

    private static Optional<DeviceInterfaceReport> report(Evidence evidence) {
        return evidence.blob(EvidenceKind.INTERFACE_REPORT)
                .map(body -> DeviceInterfaceReport.decode(body, MmioAddressUnit.PAGE));
    }
}
