package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * HEARTBEAT: keeps a session alive.
 *
 * @param header version and parameters; both are reserved
 */
public record Heartbeat(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.HEARTBEAT.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.HEARTBEAT.requestName();
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
    public static Heartbeat of(SpdmVersion version) {
        return new Heartbeat(SpdmHeader.of(version, 0, 0));
    }
}
