package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_ENCAPSULATED_REQUEST: asks whether the responder has a request of its own (section 2.16).
 *
 * @param header version and parameters; both are reserved
 */
public record GetEncapsulatedRequest(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_ENCAPSULATED_REQUEST.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_ENCAPSULATED_REQUEST.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static GetEncapsulatedRequest of(SpdmVersion version) {
        return new GetEncapsulatedRequest(SpdmHeader.of(version, 0, 0));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
