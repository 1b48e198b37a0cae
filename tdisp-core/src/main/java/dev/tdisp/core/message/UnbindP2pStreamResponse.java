package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * UNBIND_P2P_STREAM_RESPONSE: the stream is no longer bound (section 11.3.21).
 *
 * @param header what all messages begin with
 */
public record UnbindP2pStreamResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.UNBIND_P2P_STREAM_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.UNBIND_P2P_STREAM_REQUEST.responseName();
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
