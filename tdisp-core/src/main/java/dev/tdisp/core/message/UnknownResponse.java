package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A response whose code is not defined, kept as it is.
 *
 * @param header what all messages begin with
 * @param code MessageType: none of the defined responses
 * @param body everything behind the header
 */
public record UnknownResponse(TdispHeader header, int code, Bytes body) implements TdispResponse {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param code MessageType: none of the defined responses
     * @param body everything behind the header
     */
    public UnknownResponse {
        Ranges.u8("MessageType", code);
        if (code == TdispError.CODE || RequestCode.ofResponse(code).isPresent()) {
            throw new IllegalArgumentException("MessageType: %02Xh is a defined response".formatted(code));
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
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.bytes("Payload", body);
    }

    static UnknownResponse decode(Preamble preamble, WireReader in) {
        return new UnknownResponse(preamble.header(), preamble.messageType(), in.bytes("Payload", in.remaining()));
    }
}
