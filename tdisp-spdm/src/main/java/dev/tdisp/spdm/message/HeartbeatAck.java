package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * HEARTBEAT_ACK: answers HEARTBEAT.
 *
 * @param header version and parameters; both are reserved
 */
public record HeartbeatAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.HEARTBEAT.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.HEARTBEAT.responseName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static HeartbeatAck of(SpdmVersion version) {
        return new HeartbeatAck(SpdmHeader.of(version, 0, 0));
    }
}
