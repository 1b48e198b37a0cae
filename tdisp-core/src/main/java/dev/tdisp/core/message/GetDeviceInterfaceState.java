package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * GET_DEVICE_INTERFACE_STATE: asks for the state (section 11.3.12).
 *
 * @param header what all messages begin with
 */
public record GetDeviceInterfaceState(TdispHeader header) implements TdispRequest {
    @Override
    public int code() {
        return RequestCode.GET_DEVICE_INTERFACE_STATE.code();
    }

    @Override
    public String name() {
        return RequestCode.GET_DEVICE_INTERFACE_STATE.name();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.getDeviceInterfaceState(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
    }
}
