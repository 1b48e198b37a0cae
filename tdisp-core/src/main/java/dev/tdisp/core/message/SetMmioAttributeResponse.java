package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * SET_MMIO_ATTRIBUTE_RESPONSE: the attributes hold from now on (section 11.3.23).
 *
 * @param header what all messages begin with
 */
public record SetMmioAttributeResponse(TdispHeader header) implements TdispResponse {
    @Override
    public int code() {
        return RequestCode.SET_MMIO_ATTRIBUTE_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.SET_MMIO_ATTRIBUTE_REQUEST.responseName();
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
