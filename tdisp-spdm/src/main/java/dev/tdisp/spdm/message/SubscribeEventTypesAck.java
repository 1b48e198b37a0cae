package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * SUBSCRIBE_EVENT_TYPES_ACK: the subscription is made (section 2.18).
 *
 * @param header version and parameters; both are reserved
 */
public record SubscribeEventTypesAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.SUBSCRIBE_EVENT_TYPES.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.SUBSCRIBE_EVENT_TYPES.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static SubscribeEventTypesAck of(SpdmVersion version) {
        return new SubscribeEventTypesAck(SpdmHeader.of(version, 0, 0));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
