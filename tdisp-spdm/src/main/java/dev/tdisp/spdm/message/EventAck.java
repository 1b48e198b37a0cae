package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * EVENT_ACK: the events are taken (section 2.18).
 *
 * @param header version and parameters; both are reserved
 */
public record EventAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.SEND_EVENT.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.SEND_EVENT.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static EventAck of(SpdmVersion version) {
        return new EventAck(SpdmHeader.of(version, 0, 0));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
