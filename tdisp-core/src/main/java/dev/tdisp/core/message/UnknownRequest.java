package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A request whose code is not defined, kept as it is.
 *
 * @param header what all messages begin with
 * @param code MessageType: none of the defined requests
 * @param body everything behind the header
 */
public record UnknownRequest(TdispHeader header, int code, Bytes body) implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param code MessageType: none of the defined requests
     * @param body everything behind the header
     */
    public UnknownRequest {
        Ranges.u8("MessageType", code);
        if (RequestCode.of(code).isPresent()) {
            throw new IllegalArgumentException("MessageType: %02Xh is a defined request".formatted(code));
        }
    }

    @Override
    public String name() {
        return "%02Xh".formatted(code);
    }

    @Override
    public String detail() {
        return "%d bytes".formatted(body.size());
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.unknown(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.bytes("Payload", body);
    }

    static UnknownRequest decode(Preamble preamble, WireReader in) {
        return new UnknownRequest(preamble.header(), preamble.messageType(), in.bytes("Payload", in.remaining()));
    }
}
