package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * One event of the measurement extension log.
 *
 * @param logIndex the event's number, from 1
 * @param measurementIndex the measurement into which it was extended
 * @param reserved the reserved bytes
 * @param valueType DMTFSpecMeasurementValueType of the event
 * @param value the event
 */
public record MeasurementLogEntry(long logIndex, int measurementIndex, int reserved, int valueType, Bytes value) {
    /**
     * Encodes the event, as it is also extended.
     *
     * @return the event
     */
    public Bytes encode() {
        var out = WireWriter.create();
        encode(out);
        return out.toBytes();
    }

    /**
     * Encodes the event.
     *
     * @param out where to
     */
    public void encode(WireWriter out) {
        out.u32("MELIndex", logIndex);
        out.u8("MeasIndex", measurementIndex);
        out.u24("Reserved", reserved);
        out.u8("DMTFSpecMeasurementValueType", valueType);
        out.u16("DMTFSpecMeasurementValueSize", value.size());
        out.bytes("DMTFSpecMeasurementValue", value);
    }

    /**
     * Decodes an event.
     *
     * @param in a reader at the start of the event
     * @return the event
     * @throws MalformedMessageException if the event ends too early
     */
    public static MeasurementLogEntry decode(WireReader in) {
        long logIndex = in.u32("MELIndex");
        int measurementIndex = in.u8("MeasIndex");
        int reserved = in.u24("Reserved");
        int valueType = in.u8("DMTFSpecMeasurementValueType");
        int size = in.u16("DMTFSpecMeasurementValueSize");
        return new MeasurementLogEntry(
                logIndex, measurementIndex, reserved, valueType, in.bytes("DMTFSpecMeasurementValue", size));
    }
}
