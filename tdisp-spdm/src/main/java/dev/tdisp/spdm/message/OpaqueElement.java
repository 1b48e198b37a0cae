package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * One element of opaque data (section 6.2).
 *
 * @param id the standards body, 0 for DMTF
 * @param vendorId the vendor in that body's numbers; none for DMTF
 * @param data what the element says
 * @param padding what fills the element up to a multiple of 4 bytes
 */
public record OpaqueElement(int id, Bytes vendorId, Bytes data, Bytes padding) {
    private static final int FRONT_SIZE = 4;

    /**
     * Checks the padding.
     *
     * @param id the standards body, 0 for DMTF
     * @param vendorId the vendor in that body's numbers; none for DMTF
     * @param data what the element says
     * @param padding what fills the element up to a multiple of 4 bytes
     * @throws IllegalArgumentException if the padding is not of the right size
     */
    public OpaqueElement {
        FieldSizes.require("padding", padding, paddingSize(vendorId, data));
    }

    /**
     * Creates an element of DMTF's.
     *
     * @param data what it says
     * @return the element, padded with zeros
     */
    public static OpaqueElement dmtf(Bytes data) {
        return new OpaqueElement(0, Bytes.EMPTY, data, Bytes.filled(0, paddingSize(Bytes.EMPTY, data)));
    }

    void write(WireWriter out) {
        out.enter("OpaqueElement");
        out.u8("ID", id);
        out.u8("VendorLen", vendorId.size());
        out.bytes("VendorID", vendorId);
        out.u16("OpaqueElementDataLen", data.size());
        out.bytes("OpaqueElementData", data);
        out.bytes("AlignPadding", padding);
        out.leave();
    }

    static OpaqueElement read(WireReader in) {
        in.enter("OpaqueElement");
        int id = in.u8("ID");
        Bytes vendorId = in.bytes("VendorID", in.u8("VendorLen"));
        Bytes data = in.bytes("OpaqueElementData", in.u16("OpaqueElementDataLen"));
        Bytes padding = in.bytes("AlignPadding", paddingSize(vendorId, data));
        in.leave();
        return new OpaqueElement(id, vendorId, data, padding);
    }

    private static int paddingSize(Bytes vendorId, Bytes data) {
        return -(FRONT_SIZE + vendorId.size() + data.size()) & 3;
    }
}
