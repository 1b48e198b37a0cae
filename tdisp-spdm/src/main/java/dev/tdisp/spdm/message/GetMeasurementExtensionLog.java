package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_MEASUREMENT_EXTENSION_LOG: asks for a part of the measurement extension log (section 2.19).
 *
 * @param header version and parameters; both are reserved
 * @param offset where the wanted part starts
 * @param length how much is wanted at most
 */
public record GetMeasurementExtensionLog(SpdmHeader header, long offset, long length) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_MEASUREMENT_EXTENSION_LOG.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_MEASUREMENT_EXTENSION_LOG.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param offset where the wanted part starts
     * @param length how much is wanted at most
     * @return the message
     */
    public static GetMeasurementExtensionLog of(SpdmVersion version, long offset, long length) {
        return new GetMeasurementExtensionLog(SpdmHeader.of(version, 0, 0), offset, length);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u32("Offset", offset);
        out.u32("Length", length);
    }

    static GetMeasurementExtensionLog read(SpdmHeader header, WireReader in) {
        long offset = in.u32("Offset");
        return new GetMeasurementExtensionLog(header, offset, in.u32("Length"));
    }
}
