package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * START_INTERFACE_RESPONSE: the interface runs (section 11.3.15).
 *
 * @param header what all messages begin with
 */
public record StartInterfaceResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.START_INTERFACE_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.START_INTERFACE_REQUEST.responseName();
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
