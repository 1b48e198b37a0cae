package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_KEY_PAIR_INFO: asks about a key pair (section 2.17).
 *
 * @param header version and parameters; both are reserved
 * @param keyPairId the key pair, from 1
 */
public record GetKeyPairInfo(SpdmHeader header, int keyPairId) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_KEY_PAIR_INFO.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_KEY_PAIR_INFO.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param keyPairId the key pair, from 1
     * @return the message
     */
    public static GetKeyPairInfo of(SpdmVersion version, int keyPairId) {
        return new GetKeyPairInfo(SpdmHeader.of(version, 0, 0), keyPairId);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("KeyPairID", keyPairId);
    }

    static GetKeyPairInfo read(SpdmHeader header, WireReader in) {
        return new GetKeyPairInfo(header, in.u8("KeyPairID"));
    }
}
