package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * GET_TDISP_CAPABILITIES: asks what the DSM supports (section 11.3.6).
 *
 * @param header what all messages begin with
 * @param tsmCaps TSM_CAPS: 32 bits, all reserved
 */
public record GetTdispCapabilities(TdispHeader header, long tsmCaps) implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param tsmCaps TSM_CAPS: 32 bits, all reserved
     */
    public GetTdispCapabilities {
        Ranges.u32("TSM_CAPS", tsmCaps);
    }

    @Override
    public int code() {
        return RequestCode.GET_TDISP_CAPABILITIES.code();
    }

    @Override
    public String name() {
        return RequestCode.GET_TDISP_CAPABILITIES.name();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.getTdispCapabilities(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u32("TSM_CAPS", tsmCaps);
    }

    static GetTdispCapabilities decode(TdispHeader header, WireReader in) {
        return new GetTdispCapabilities(header, in.u32("TSM_CAPS"));
    }
}
