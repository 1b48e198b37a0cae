package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * BIND_P2P_STREAM_RESPONSE: the stream is bound (section 11.3.19).
 *
 * @param header what all messages begin with
 */
public record BindP2pStreamResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.BIND_P2P_STREAM_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.BIND_P2P_STREAM_REQUEST.responseName();
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
