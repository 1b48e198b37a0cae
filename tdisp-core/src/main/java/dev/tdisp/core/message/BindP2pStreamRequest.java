package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * BIND_P2P_STREAM_REQUEST: binds a stream to another device (section 11.3.18).
 *
 * @param header what all messages begin with
 * @param streamId P2P_STREAM_ID, 0 to 255
 */
public record BindP2pStreamRequest(TdispHeader header, int streamId) implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param streamId P2P_STREAM_ID, 0 to 255
     */
    public BindP2pStreamRequest {
        Ranges.u8("P2P_STREAM_ID", streamId);
    }

    @Override
    public int code() {
        return RequestCode.BIND_P2P_STREAM_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.BIND_P2P_STREAM_REQUEST.name();
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
        return handler.bindP2pStream(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u8("P2P_STREAM_ID", streamId);
    }

    static BindP2pStreamRequest decode(TdispHeader header, WireReader in) {
        return new BindP2pStreamRequest(header, in.u8("P2P_STREAM_ID"));
    }
}
