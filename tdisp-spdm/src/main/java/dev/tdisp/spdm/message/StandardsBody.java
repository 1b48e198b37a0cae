package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A standards body or vendor, in the short form that stands in front of what it defines (section 2.2.2).
 *
 * @param registryId the standards body, the field ID
 * @param vendorId the vendor in that body's numbers; no bytes for the body itself
 */
public record StandardsBody(int registryId, Bytes vendorId) {
    /** DMTF itself. */
    public static final StandardsBody DMTF = new StandardsBody(0, Bytes.EMPTY);

    void write(WireWriter out) {
        out.u8("ID", registryId);
        out.u8("VendorIDLen", vendorId.size());
        out.bytes("VendorID", vendorId);
    }

    static StandardsBody read(WireReader in) {
        int registryId = in.u8("ID");
        return new StandardsBody(registryId, in.bytes("VendorID", in.u8("VendorIDLen")));
    }
}
