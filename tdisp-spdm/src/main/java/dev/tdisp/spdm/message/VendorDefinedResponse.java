package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * VENDOR_DEFINED_RESPONSE: carries the answer of another protocol.
 *
 * @param header version and parameters; bit 7 of Param1 is the large form (1.4)
 * @param body whose message, and the message
 */
public record VendorDefinedResponse(SpdmHeader header, VendorDefinedBody body) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.VENDOR_DEFINED_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.VENDOR_DEFINED_REQUEST.responseName();
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
    public static VendorDefinedResponse of(SpdmVersion version, int standardId, Bytes vendorId, Bytes payload) {
        return new VendorDefinedResponse(
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
    public VendorDefinedResponse blanked() {
        return new VendorDefinedResponse(header, body.blanked());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        body.write(out, header);
    }

    static VendorDefinedResponse read(SpdmHeader header, WireReader in) {
        return new VendorDefinedResponse(header, VendorDefinedBody.read(in, header));
    }
}
