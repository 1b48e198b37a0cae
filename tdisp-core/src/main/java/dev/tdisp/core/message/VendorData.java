package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Data of a vendor, with who the vendor is: in vendor-defined messages and in extended error data (sections 11.3.24 to
 * 11.3.26).
 *
 * @param registryId REGISTRY_ID: which registry the vendor is listed in
 * @param vendorId VENDOR_ID, at most 255 bytes
 * @param data what the vendor defines
 */
public record VendorData(int registryId, Bytes vendorId, Bytes data) {
    /** REGISTRY_ID of the PCI-SIG's vendor ids. */
    public static final int PCI_SIG = 0x00;

    /** REGISTRY_ID of CXL. */
    public static final int CXL = 0x01;

    private static final int FIXED_SIZE = 2;

    /**
     * Checks the ranges.
     *
     * @param registryId 0 to 255
     * @param vendorId at most 255 bytes
     * @param data any
     */
    public VendorData {
        Ranges.u8("REGISTRY_ID", registryId);
        Ranges.u8("VENDOR_ID_LEN", vendorId.size());
    }

    /**
     * Creates data of a vendor that the PCI-SIG lists.
     *
     * @param vendorId the vendor id, 0 to 65535
     * @param data what the vendor defines
     * @return the data
     */
    public static VendorData ofPciSig(int vendorId, Bytes data) {
        Ranges.u16("VENDOR_ID", vendorId);
        return new VendorData(PCI_SIG, Bytes.of((byte) vendorId, (byte) (vendorId >>> 8)), data);
    }

    /**
     * Returns the size on the wire.
     *
     * @return in bytes
     */
    public int size() {
        return FIXED_SIZE + vendorId.size() + data.size();
    }

    /**
     * Returns who and how much.
     *
     * @return for example {@code registry 0 vendor 34 12, 2 bytes}
     */
    @Override
    public String toString() {
        return "registry %d vendor %s, %d bytes".formatted(registryId, vendorId, data.size());
    }

    void encode(WireWriter out, String dataField) {
        out.u8("REGISTRY_ID", registryId);
        out.u8("VENDOR_ID_LEN", vendorId.size());
        out.bytes("VENDOR_ID", vendorId);
        out.bytes(dataField, data);
    }

    static VendorData decode(WireReader in, String dataField) {
        int registryId = in.u8("REGISTRY_ID");
        int length = in.u8("VENDOR_ID_LEN");
        Bytes vendorId = in.bytes("VENDOR_ID", length);
        return new VendorData(registryId, vendorId, in.bytes(dataField, in.remaining()));
    }
}
