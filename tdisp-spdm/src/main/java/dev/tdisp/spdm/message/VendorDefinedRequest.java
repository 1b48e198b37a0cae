package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * VENDOR_DEFINED_REQUEST: carries a message of another protocol.
 *
 * @param header version and parameters; bit 7 of Param1 is the large form (1.4)
 * @param body whose message, and the message
 */
public record VendorDefinedRequest(SpdmHeader header, VendorDefinedBody body) implements SpdmRequest {
    /** The bit of Param1 that stands for the large form. */
    public static final int LARGE = VendorDefinedBody.LARGE;

    @Override
    public int code() {
        return SpdmCode.VENDOR_DEFINED_REQUEST.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.VENDOR_DEFINED_REQUEST.requestName();
    }

    /**
     * Creates the message in its small form.
     *
     * @param version the negotiated version
     * @param standardId the standards body
     * @param vendorId the vendor
     * @param payload the vendor's message
     * @return the message
     */
    public static VendorDefinedRequest of(SpdmVersion version, int standardId, Bytes vendorId, Bytes payload) {
        return new VendorDefinedRequest(
                SpdmHeader.of(version, 0, 0), new VendorDefinedBody(standardId, vendorId, 0, payload));
    }

    /**
     * Tells whether this is the large form.
     *
     * @return true if bit 7 of Param1 is set, from version 1.4 on
     */
    public boolean isLarge() {
        return VendorDefinedBody.isLarge(header);
    }

    @Override
    public VendorDefinedRequest blanked() {
        return new VendorDefinedRequest(header, body.blanked());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        body.write(out, header);
    }

    static VendorDefinedRequest read(SpdmHeader header, WireReader in) {
        return new VendorDefinedRequest(header, VendorDefinedBody.read(in, header));
    }
}
