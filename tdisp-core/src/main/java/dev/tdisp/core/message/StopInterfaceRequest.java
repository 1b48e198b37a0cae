package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * STOP_INTERFACE_REQUEST: stops and unlocks the interface (section 11.3.16).
 *
 * @param header what all messages begin with
 */
public record StopInterfaceRequest(TdispHeader header) implements TdispRequest {
    @Override
    public int code() {
        return RequestCode.STOP_INTERFACE_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.STOP_INTERFACE_REQUEST.name();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.stopInterface(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
    }
}
