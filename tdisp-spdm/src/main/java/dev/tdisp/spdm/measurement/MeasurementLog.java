package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.crypto.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement extension log: the events that were extended into hash-extend measurements (section 2.19).
 *
 * @param reserved the reserved field of the header
 * @param entries the events, in the order in which they were extended
 */
public record MeasurementLog(long reserved, List<MeasurementLogEntry> entries) {
    /**
     * Copies the list.
     *
     * @param reserved the reserved field
     * @param entries the events
     */
    public MeasurementLog {
        entries = List.copyOf(entries);
    }

    /**
     * Returns a log.
     *
     * @param entries the events
     * @return the log
     */
    public static MeasurementLog of(List<MeasurementLogEntry> entries) {
        return new MeasurementLog(0, entries);
    }

    /**
     * Replays the log into a hash-extend measurement.
     *
     * @param index the measurement's index
     * @param hash the negotiated measurement hash
     * @return the digest that a block of type {@link MeasurementType#HASH_EXTEND} must hold
     */
    public Bytes extended(int index, Hash hash) {
        Bytes digest = Bytes.filled(0, hash.size());
        for (MeasurementLogEntry entry : entries) {
            if (entry.measurementIndex() == index) {
                digest = hash.digest(digest, entry.encode());
            }
        }
        return digest;
    }

    /**
     * Encodes the log.
     *
     * @return header and entries
     */
    public Bytes encode() {
        var content = WireWriter.create();
        for (MeasurementLogEntry entry : entries) {
            entry.encode(content);
        }
        Bytes encoded = content.toBytes();
        var out = WireWriter.create();
        out.u32("NumberOfEntries", entries.size());
        out.u32("MELEntriesLength", encoded.size());
        out.u64("Reserved", reserved);
        out.bytes("MELEntries", encoded);
        return out.toBytes();
    }

    /**
     * Decodes a log.
     *
     * @param log header and entries
     * @return the log
     * @throws MalformedMessageException if number and size are not those of the entries
     */
    public static MeasurementLog decode(Bytes log) {
        var in = WireReader.of(log);
        long number = in.u32("NumberOfEntries");
        long size = in.u32("MELEntriesLength");
        long reserved = in.u64("Reserved");
        if (size != in.remaining()) {
            throw new MalformedMessageException(
                    "MELEntriesLength", 4, "%d, but %d bytes follow".formatted(size, in.remaining()));
        }
        List<MeasurementLogEntry> entries = new ArrayList<>();
        while (in.remaining() > 0) {
            in.enter("Entry[%d]".formatted(entries.size()));
            entries.add(MeasurementLogEntry.decode(in));
            in.leave();
        }
        if (number != entries.size()) {
            throw new MalformedMessageException(
                    "NumberOfEntries", 0, "%d, but there are %d".formatted(number, entries.size()));
        }
        return new MeasurementLog(reserved, entries);
    }
}
