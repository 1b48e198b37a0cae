package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * VDM_RESPONSE: what a vendor defines (section 11.3.26).
 *
 * @param header what all messages begin with
 * @param vendor the vendor and its data
 */
public record VdmResponse(TdispHeader header, VendorData vendor) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.VDM_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.VDM_REQUEST.responseName();
    }

    @Override
    public String detail() {
        return vendor.toString();
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        vendor.encode(out, "VENDOR_DATA");
    }

    static VdmResponse decode(TdispHeader header, WireReader in) {
        return new VdmResponse(header, VendorData.decode(in, "VENDOR_DATA"));
    }
}
