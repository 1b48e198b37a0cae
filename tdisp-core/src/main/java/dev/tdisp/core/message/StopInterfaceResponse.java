package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * STOP_INTERFACE_RESPONSE: the interface is unlocked and holds no TVM data (section 11.3.17).
 *
 * @param header what all messages begin with
 */
public record StopInterfaceResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.STOP_INTERFACE_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.STOP_INTERFACE_REQUEST.responseName();
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
