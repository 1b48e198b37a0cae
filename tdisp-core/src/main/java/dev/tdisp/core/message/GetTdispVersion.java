package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * GET_TDISP_VERSION: asks for the versions that the responder supports (section 11.3.4).
 *
 * @param header what all messages begin with
 */
public record GetTdispVersion(TdispHeader header) implements TdispRequest {
    @Override
    public int code() {
        return RequestCode.GET_TDISP_VERSION.code();
    }

    @Override
    public String name() {
        return RequestCode.GET_TDISP_VERSION.name();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.getTdispVersion(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
    }
}
