package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * START_INTERFACE_REQUEST: the TVM accepted the interface (section 11.3.14).
 *
 * @param header what all messages begin with
 * @param nonce START_INTERFACE_NONCE: the nonce of the lock
 */
public record StartInterfaceRequest(TdispHeader header, Nonce nonce) implements TdispRequest {
    @Override
    public int code() {
        return RequestCode.START_INTERFACE_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.START_INTERFACE_REQUEST.name();
    }

    @Override
    public TdispRequest blanked() {
        return new StartInterfaceRequest(header, Nonce.blank());
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.startInterface(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        nonce.encode(out);
    }

    static StartInterfaceRequest decode(TdispHeader header, WireReader in) {
        return new StartInterfaceRequest(header, Nonce.decode(in));
    }
}
