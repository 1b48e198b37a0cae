package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a verifier expects of a device's measurements: for each index, the blocks that are good.
 *
 * <p>An index without reference values is not judged; an index with some must be there.
 */
public final class ReferenceValues {
    private final Map<Integer, Set<MeasurementBlock>> accepted;

    private ReferenceValues(Map<Integer, Set<MeasurementBlock>> accepted) {
        this.accepted = accepted;
    }

    /**
     * Accepts blocks; several of one index are alternatives.
     *
     * @param blocks the good blocks
     * @return the reference values
     */
    public static ReferenceValues of(List<MeasurementBlock> blocks) {
        Map<Integer, Set<MeasurementBlock>> accepted = new TreeMap<>();
        for (MeasurementBlock block : blocks) {
            accepted.computeIfAbsent(block.index(), index -> new HashSet<>()).add(block);
        }
        return new ReferenceValues(accepted);
    }

    /**
     * Compares a device's measurements.
     *
     * @param blocks what the device returned
     * @return what is wrong; nothing if all expected measurements are there and good
     */
    public List<Deviation> compare(List<MeasurementBlock> blocks) {
        List<Deviation> deviations = new ArrayList<>();
        accepted.forEach((index, good) -> {
            List<MeasurementBlock> found =
                    blocks.stream().filter(block -> block.index() == index).toList();
            if (found.isEmpty()) {
                deviations.add(new Deviation(index, Kind.MISSING));
            } else if (!good.containsAll(found)) {
                deviations.add(new Deviation(index, Kind.DIFFERENT));
            }
        });
        return List.copyOf(deviations);
    }

    /**
     * Returns what is judged.
     *
     * @return the indices that have reference values, in ascending order
     */
    public Set<Integer> indices() {
        return Collections.unmodifiableSet(accepted.keySet());
    }

    /**
     * Returns the blocks that are good.
     *
     * @return all of them, by index
     */
    public List<MeasurementBlock> blocks() {
        return accepted.values().stream()
                .flatMap(good -> good.stream()
                        .sorted(Comparator.comparing(block -> block.encode().toHex())))
                .toList();
    }

    /**
     * Returns the values that are good for an index.
     *
     * @param index the index
     * @return the values; none if the index is not judged
     */
    public List<Bytes> values(int index) {
        return accepted.getOrDefault(index, Set.of()).stream()
                .map(MeasurementBlock::value)
                .toList();
    }

    /**
     * Tells whether nothing is expected.
     *
     * @return true if there is no value for any index
     */
    public boolean isEmpty() {
        return accepted.isEmpty();
    }

    /** How a measurement deviates. */
    public enum Kind {
        /** The device returned no block of the index. */
        MISSING,
        /** The device returned a block that is not among the good ones. */
        DIFFERENT
    }

    /**
     * A measurement that is not as expected.
     *
     * @param index the index
     * @param kind how it deviates
     */
    public record Deviation(int index, Kind kind) {}
}
