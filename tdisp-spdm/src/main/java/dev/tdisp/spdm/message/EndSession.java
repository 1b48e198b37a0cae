package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * END_SESSION: ends a session.
 *
 * @param header version and parameters; bit 0 of Param1 asks to forget the negotiated state
 */
public record EndSession(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.END_SESSION.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.END_SESSION.requestName();
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
    public static EndSession of(SpdmVersion version) {
        return new EndSession(SpdmHeader.of(version, 0, 0));
    }
}
