package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_DIGESTS: asks for the digests of all certificate chains.
 *
 * @param header version and parameters; both are reserved
 */
public record GetDigests(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_DIGESTS.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_DIGESTS.requestName();
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
    public static GetDigests of(SpdmVersion version) {
        return new GetDigests(SpdmHeader.of(version, 0, 0));
    }
}
