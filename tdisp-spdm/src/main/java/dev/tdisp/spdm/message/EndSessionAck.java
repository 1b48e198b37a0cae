package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * END_SESSION_ACK: the last message of a session.
 *
 * @param header version and parameters; both are reserved
 */
public record EndSessionAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.END_SESSION.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.END_SESSION.responseName();
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
    public static EndSessionAck of(SpdmVersion version) {
        return new EndSessionAck(SpdmHeader.of(version, 0, 0));
    }
}
