package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_SUPPORTED_EVENT_TYPES: asks which events there are (section 2.18).
 *
 * @param header version and parameters; both are reserved
 */
public record GetSupportedEventTypes(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_SUPPORTED_EVENT_TYPES.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_SUPPORTED_EVENT_TYPES.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @return the message
     */
    public static GetSupportedEventTypes of(SpdmVersion version) {
        return new GetSupportedEventTypes(SpdmHeader.of(version, 0, 0));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
