package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * SET_TDISP_CONFIG_RESPONSE: the DSM is configured (PCI Express 7.0).
 *
 * @param header what all messages begin with
 */
public record SetTdispConfigResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.SET_TDISP_CONFIG_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.SET_TDISP_CONFIG_REQUEST.responseName();
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
    }
}
