package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_VERSION: asks for the versions that the responder knows, and starts the connection anew.
 *
 * @param header version, always 1.0, and parameters; both are reserved
 */
public record GetVersion(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_VERSION.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_VERSION.requestName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }

    /**
     * Creates the message.
     *
     * @return the message
     */
    public static GetVersion of() {
        return new GetVersion(SpdmHeader.of(SpdmVersion.V1_0, 0, 0));
    }
}
