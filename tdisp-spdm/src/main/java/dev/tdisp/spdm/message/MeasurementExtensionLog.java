package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * MEASUREMENT_EXTENSION_LOG: a part of the measurement extension log (section 2.19).
 *
 * @param header version and parameters; both are reserved
 * @param remainderLength how much of the log follows behind this part
 * @param portion the part of the log
 */
public record MeasurementExtensionLog(SpdmHeader header, long remainderLength, Bytes portion) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_MEASUREMENT_EXTENSION_LOG.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_MEASUREMENT_EXTENSION_LOG.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param portion the part of the log
     * @param remainder how much of the log follows behind it
     * @return the message
     */
    public static MeasurementExtensionLog of(SpdmVersion version, Bytes portion, long remainder) {
        return new MeasurementExtensionLog(SpdmHeader.of(version, 0, 0), remainder, portion);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u32("PortionLength", portion.size());
        out.u32("RemainderLength", remainderLength);
        out.bytes("MEL", portion);
    }

    static MeasurementExtensionLog read(SpdmHeader header, WireReader in) {
        long portionLength = in.u32("PortionLength");
        long remainderLength = in.u32("RemainderLength");
        return new MeasurementExtensionLog(header, remainderLength, in.bytes("MEL", portionLength));
    }
}
