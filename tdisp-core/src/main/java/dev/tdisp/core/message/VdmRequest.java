package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * VDM_REQUEST: what a vendor defines (section 11.3.25).
 *
 * @param header what all messages begin with
 * @param vendor the vendor and its data
 */
public record VdmRequest(TdispHeader header, VendorData vendor) implements TdispRequest {
    @Override
    public int code() {
        return RequestCode.VDM_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.VDM_REQUEST.name();
    }

    @Override
    public String detail() {
        return vendor.toString();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.vdm(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        vendor.encode(out, "VENDOR_DATA");
    }

    static VdmRequest decode(TdispHeader header, WireReader in) {
        return new VdmRequest(header, VendorData.decode(in, "VENDOR_DATA"));
    }
}
