package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One measurement on the wire, in DMTF's format (section 2.7).
 *
 * @param index the measurement's index, 1 to 254
 * @param valueType DMTFSpecMeasurementValueType: bit 7 says that the value is raw, bits 6 to 0 are the type
 * @param value the digest, or the raw bit stream
 */
public record MeasurementBlock(int index, int valueType, Bytes value) {
    /** The value of MeasurementSpecification for DMTF's format. */
    public static final int SPECIFICATION_DMTF = 0x01;

    /** The index that stands for all measurements in a request. */
    public static final int ALL = 0xFF;

    /** The index of the measurement manifest. */
    public static final int INDEX_MANIFEST = 0xFD;

    /** The index of the device mode. */
    public static final int INDEX_DEVICE_MODE = 0xFE;

    private static final int RAW = 0x80;
    private static final int DMTF_HEADER_SIZE = 3;

    /**
     * Returns a block that holds a digest.
     *
     * @param index the index
     * @param type what was measured
     * @param digest the digest
     * @return the block
     */
    public static MeasurementBlock digest(int index, MeasurementType type, Bytes digest) {
        return new MeasurementBlock(index, type.code(), digest);
    }

    /**
     * Returns a block that holds what was measured itself.
     *
     * @param index the index
     * @param type what was measured
     * @param content the raw bit stream
     * @return the block
     */
    public static MeasurementBlock raw(int index, MeasurementType type, Bytes content) {
        return new MeasurementBlock(index, RAW | type.code(), content);
    }

    /**
     * Tells whether the value is a raw bit stream.
     *
     * @return false if it is a digest
     */
    public boolean isRaw() {
        return (valueType & RAW) != 0;
    }

    /**
     * Returns what was measured.
     *
     * @return the type, or nothing for an unknown one
     */
    public Optional<MeasurementType> type() {
        return MeasurementType.of(valueType & ~RAW);
    }

    /**
     * Encodes the block.
     *
     * @return the block
     */
    public Bytes encode() {
        var out = WireWriter.create();
        encode(out);
        return out.toBytes();
    }

    /**
     * Encodes the block.
     *
     * @param out where to
     */
    public void encode(WireWriter out) {
        out.u8("Index", index);
        out.u8("MeasurementSpecification", SPECIFICATION_DMTF);
        out.u16("MeasurementSize", DMTF_HEADER_SIZE + value.size());
        out.u8("DMTFSpecMeasurementValueType", valueType);
        out.u16("DMTFSpecMeasurementValueSize", value.size());
        out.bytes("DMTFSpecMeasurementValue", value);
    }

    /**
     * Decodes a block.
     *
     * @param in a reader at the start of the block
     * @return the block
     * @throws MalformedMessageException if this is no block in DMTF's format
     */
    public static MeasurementBlock decode(WireReader in) {
        int index = in.u8("Index");
        int specification = in.u8("MeasurementSpecification");
        if (specification != SPECIFICATION_DMTF) {
            throw in.malformed("MeasurementSpecification", 1, "%02Xh is not DMTF's".formatted(specification));
        }
        int size = in.u16("MeasurementSize");
        int valueType = in.u8("DMTFSpecMeasurementValueType");
        int valueSize = in.u16("DMTFSpecMeasurementValueSize");
        if (size != DMTF_HEADER_SIZE + valueSize) {
            throw in.malformed(
                    "DMTFSpecMeasurementValueSize", 2, "%d in a measurement of %d bytes".formatted(valueSize, size));
        }
        return new MeasurementBlock(index, valueType, in.bytes("DMTFSpecMeasurementValue", valueSize));
    }

    /**
     * Encodes a measurement record.
     *
     * @param blocks its blocks
     * @return the blocks, one behind the other
     */
    public static Bytes encodeAll(List<MeasurementBlock> blocks) {
        var out = WireWriter.create();
        for (MeasurementBlock block : blocks) {
            block.encode(out);
        }
        return out.toBytes();
    }

    /**
     * Decodes a measurement record.
     *
     * @param measurementRecord the blocks, one behind the other
     * @return the blocks
     * @throws MalformedMessageException if the record is not made of blocks in DMTF's format
     */
    public static List<MeasurementBlock> decodeAll(Bytes measurementRecord) {
        var in = WireReader.of(measurementRecord);
        List<MeasurementBlock> blocks = new ArrayList<>();
        while (in.remaining() > 0) {
            in.enter("Block[" + blocks.size() + "]");
            blocks.add(decode(in));
            in.leave();
        }
        return List.copyOf(blocks);
    }
}
