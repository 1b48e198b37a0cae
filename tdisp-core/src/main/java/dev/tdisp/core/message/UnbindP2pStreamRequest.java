package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * UNBIND_P2P_STREAM_REQUEST: takes the binding of a stream back (section 11.3.20).
 *
 * @param header what all messages begin with
 * @param streamId P2P_STREAM_ID, 0 to 255
 */
public record UnbindP2pStreamRequest(TdispHeader header, int streamId) implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param streamId P2P_STREAM_ID, 0 to 255
     */
    public UnbindP2pStreamRequest {
        Ranges.u8("P2P_STREAM_ID", streamId);
    }

    @Override
    public int code() {
        return RequestCode.UNBIND_P2P_STREAM_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.UNBIND_P2P_STREAM_REQUEST.name();
    }

    @Override
    public String detail() {
        return "stream " + streamId;
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.unbindP2pStream(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u8("P2P_STREAM_ID", streamId);
    }

    static UnbindP2pStreamRequest decode(TdispHeader header, WireReader in) {
        return new UnbindP2pStreamRequest(header, in.u8("P2P_STREAM_ID"));
    }
}
