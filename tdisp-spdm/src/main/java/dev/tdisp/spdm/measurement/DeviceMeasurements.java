package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device measured, by index; immutable.
 *
 * <pre>{@code
 * var measurements = DeviceMeasurements.of(List.of(
 *         Measurement.of(1, MeasurementType.IMMUTABLE_ROM, rom),
 *         Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, firmware),
 *         Measurement.deviceMode(DeviceMode.IN_USE)));
 * List<MeasurementBlock> blocks = measurements.blocks(MeasurementHashAlgorithm.SHA_384, false);
 * }</pre>
 */
public final class DeviceMeasurements {
    private final SortedMap<Integer, Measurement> measurements;

    private DeviceMeasurements(SortedMap<Integer, Measurement> measurements) {
        this.measurements = measurements;
    }

    /**
     * Collects measurements.
     *
     * @param measurements the measurements, in any order
     * @return the collection
     * @throws IllegalArgumentException if two have the same index
     */
    public static DeviceMeasurements of(Collection<Measurement> measurements) {
        SortedMap<Integer, Measurement> byIndex = new TreeMap<>();
        for (Measurement measurement : measurements) {
            if (byIndex.put(measurement.index(), measurement) != null) {
                throw new IllegalArgumentException("index: " + measurement.index() + " is there twice");
            }
        }
        return new DeviceMeasurements(byIndex);
    }

    /**
     * Returns a copy with one measurement added or replaced.
     *
     * @param measurement the measurement
     * @return the changed copy
     */
    public DeviceMeasurements with(Measurement measurement) {
        SortedMap<Integer, Measurement> changed = new TreeMap<>(measurements);
        changed.put(measurement.index(), measurement);
        return new DeviceMeasurements(changed);
    }

    /**
     * Returns the measurements.
     *
     * @return the measurements in the order of their indices
     */
    public List<Measurement> all() {
        return List.copyOf(measurements.values());
    }

    /**
     * Counts the measurements.
     *
     * @return how many there are
     */
    public int count() {
        return measurements.size();
    }

    /**
     * Returns all blocks.
     *
     * @param hash the negotiated measurement hash
     * @param isRaw whether raw bit streams were asked for
     * @return the blocks in the order of their indices
     */
    public List<MeasurementBlock> blocks(MeasurementHashAlgorithm hash, boolean isRaw) {
        return measurements.values().stream()
                .map(measurement -> measurement.block(hash, isRaw))
                .toList();
    }

    /**
     * Returns the block of an index.
     *
     * @param index the index
     * @param hash the negotiated measurement hash
     * @param isRaw whether raw bit streams were asked for
     * @return the block, or nothing if the index is not used
     */
    public Optional<MeasurementBlock> block(int index, MeasurementHashAlgorithm hash, boolean isRaw) {
        return Optional.ofNullable(measurements.get(index)).map(measurement -> measurement.block(hash, isRaw));
    }

    /**
     * Computes a summary hash.
     *
     * @param baseHash the negotiated base hash
     * @param hash the negotiated measurement hash
     * @param summary which measurements it covers
     * @return the hash; no bytes for {@link MeasurementSummary#NONE}
     */
    public Bytes summaryHash(Hash baseHash, MeasurementHashAlgorithm hash, MeasurementSummary summary) {
        return switch (summary) {
            case NONE -> Bytes.EMPTY;
            case TRUSTED_COMPUTING_BASE ->
                MeasurementSummary.hash(
                        baseHash,
                        measurements.values().stream()
                                .filter(Measurement::isTrustedBase)
                                .map(measurement -> measurement.block(hash, false))
                                .toList());
            case ALL -> MeasurementSummary.hash(baseHash, blocks(hash, false));
        };
    }
}
