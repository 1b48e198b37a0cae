package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * LOCK_INTERFACE_RESPONSE: the interface is locked (section 11.3.9).
 *
 * @param header what all messages begin with
 * @param nonce START_INTERFACE_NONCE: what the start has to bring
 */
public record LockInterfaceResponse(TdispHeader header, Nonce nonce) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.LOCK_INTERFACE_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.LOCK_INTERFACE_REQUEST.responseName();
    }

    @Override
    public TdispResponse blanked() {
        return new LockInterfaceResponse(header, Nonce.blank());
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        nonce.encode(out);
    }

    static LockInterfaceResponse decode(TdispHeader header, WireReader in) {
        return new LockInterfaceResponse(header, Nonce.decode(in));
    }
}
