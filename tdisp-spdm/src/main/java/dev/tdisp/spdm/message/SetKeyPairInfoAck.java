package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * SET_KEY_PAIR_INFO_ACK: the key pair is changed (section 2.17).
 *
 * @param header version and parameters; both are reserved
 */
public record SetKeyPairInfoAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.SET_KEY_PAIR_INFO.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.SET_KEY_PAIR_INFO.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static SetKeyPairInfoAck of(SpdmVersion version) {
        return new SetKeyPairInfoAck(SpdmHeader.of(version, 0, 0));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
