package dev.tdisp.spdm.vendor;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.VendorDefinedBody;
import java.util.Optional;

/**
 * A protocol of PCI-SIG's, or of a vendor that it numbers, that travels in VENDOR_DEFINED messages; the first byte of the payload names it (section 2.14).
 *
 * @param name its name, for traces
 * @param standardId the standards body
 * @param vendorId the vendor in that body's numbers
 * @param protocolId the first byte of each payload
 * @param isSessionRequired whether its messages are used in an established session only
 * @param isSecret whether its messages carry keys, so that no trace of this layer shows them
 */
public record VendorProtocol(
        String name, int standardId, Bytes vendorId, int protocolId, boolean isSessionRequired, boolean isSecret) {
    /** The StandardID of PCI-SIG. */
    public static final int PCI_SIG = 3;

    private static final Bytes PCI_SIG_VENDOR = Bytes.of((byte) 1, (byte) 0);

    /** IDE key management. */
    public static final VendorProtocol IDE_KM = new VendorProtocol("IDE_KM", PCI_SIG, PCI_SIG_VENDOR, 0, true, true);

    /** The TEE device interface security protocol. */
    public static final VendorProtocol TDISP = new VendorProtocol("TDISP", PCI_SIG, PCI_SIG_VENDOR, 1, true, true);

    private static final Bytes CXL_VENDOR = Bytes.of((byte) 0x98, (byte) 0x1E);

    /** IDE key management of CXL, under CXL's number at PCI-SIG. */
    public static final VendorProtocol CXL_IDE_KM =
            new VendorProtocol("CXL IDE_KM", PCI_SIG, CXL_VENDOR, 0, true, true);

    /** The security protocol of CXL memory targets, under CXL's number at PCI-SIG. */
    public static final VendorProtocol CXL_TSP = new VendorProtocol("CXL TSP", PCI_SIG, CXL_VENDOR, 1, true, true);

    /**
     * Puts the byte that names the protocol in front of a message.
     *
     * @param message the protocol's message
     * @return what a VENDOR_DEFINED message carries
     */
    public VendorDefinedBody wrap(Bytes message) {
        return new VendorDefinedBody(
                standardId, vendorId, 0, Bytes.of((byte) protocolId).plus(message));
    }

    /**
     * Takes the byte that names the protocol off again.
     *
     * @param body what a VENDOR_DEFINED message carries
     * @return the protocol's message, or nothing if the body is of another protocol
     */
    public Optional<Bytes> unwrap(VendorDefinedBody body) {
        Bytes payload = body.payload();
        boolean isMine = body.standardId() == standardId
                && body.vendorId().equals(vendorId)
                && !payload.isEmpty()
                && payload.at(0) == protocolId;
        return isMine ? Optional.of(payload.from(1)) : Optional.empty();
    }

    /**
     * Returns the name.
     *
     * @return for example {@code TDISP}
     */
    @Override
    public String toString() {
        return name;
    }
}
