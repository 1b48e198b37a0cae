package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * What a VENDOR_DEFINED message says behind its header.
 *
 * @param standardId the field StandardID: the standards body
 * @param vendorId the vendor in that body's numbers
 * @param reserved 2 reserved bytes of the large form; 0 in the small one
 * @param payload the vendor's message
 */
public record VendorDefinedBody(int standardId, Bytes vendorId, int reserved, Bytes payload) {
    static final int LARGE = 0x80;
    private static final int NAMED_SIZE = 1;

    /**
     * Returns the same body with zeros in place of all but the first byte of the payload, which usually names a protocol.
     *
     * @return a copy that says nothing of the vendor's message
     */
    public VendorDefinedBody blanked() {
        int shown = Math.min(NAMED_SIZE, payload.size());
        Bytes blank = payload.slice(0, shown).plus(Bytes.filled(0, payload.size() - shown));
        return new VendorDefinedBody(standardId, vendorId, reserved, blank);
    }

    void write(WireWriter out, SpdmHeader header) {
        out.u16("StandardID", standardId);
        out.u8("VendorIDLength", vendorId.size());
        out.bytes("VendorID", vendorId);
        if (isLarge(header)) {
            out.u16("Reserved", reserved);
            out.u32("LargePayloadLength", payload.size());
        } else {
            out.u16("PayloadLength", payload.size());
        }
        out.bytes("Payload", payload);
    }

    static VendorDefinedBody read(WireReader in, SpdmHeader header) {
        int standardId = in.u16("StandardID");
        Bytes vendorId = in.bytes("VendorID", in.u8("VendorIDLength"));
        if (!isLarge(header)) {
            return new VendorDefinedBody(standardId, vendorId, 0, in.bytes("Payload", in.u16("PayloadLength")));
        }
        int reserved = in.u16("Reserved");
        return new VendorDefinedBody(standardId, vendorId, reserved, in.bytes("Payload", in.u32("LargePayloadLength")));
    }

    static boolean isLarge(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_4) && header.hasParam1(LARGE);
    }
}
