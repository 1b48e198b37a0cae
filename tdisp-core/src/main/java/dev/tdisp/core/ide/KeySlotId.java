package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.SubStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names one of the twelve key slots of a stream.
 *
 * @param keySet the key set
 * @param direction from the point of view of the port that holds the key
 * @param subStream the kind of traffic
 */
public record KeySlotId(KeySet keySet, KeyDirection direction, SubStream subStream) {
    private static final List<KeySlotId> ALL = List.copyOf(makeAll());
    private static final Map<KeySet, List<KeySlotId>> BY_KEY_SET =
            Map.copyOf(ALL.stream().collect(Collectors.groupingBy(KeySlotId::keySet, Collectors.toUnmodifiableList())));

    private static List<KeySlotId> makeAll() {
        var all = new ArrayList<KeySlotId>();
        for (KeySet keySet : KeySet.values()) {
            for (KeyDirection direction : KeyDirection.values()) {
                for (SubStream subStream : SubStream.values()) {
                    all.add(new KeySlotId(keySet, direction, subStream));
                }
            }
        }
        return all;
    }

    /**
     * Returns all slots.
     *
     * @return twelve: by key set, then received before transmitted, then by sub-stream
     */
    public static List<KeySlotId> all() {
        return ALL;
    }

    /**
     * Returns the slots of a key set.
     *
     * @param keySet the key set
     * @return six: received before transmitted, then by sub-stream
     */
    public static List<KeySlotId> of(KeySet keySet) {
        return Objects.requireNonNull(BY_KEY_SET.get(keySet));
    }

    /**
     * Returns the slots of a key set and a direction.
     *
     * @param keySet the key set
     * @param direction the direction
     * @return three, by sub-stream
     */
    public static List<KeySlotId> of(KeySet keySet, KeyDirection direction) {
        return of(keySet).stream().filter(slot -> slot.direction == direction).toList();
    }

    /**
     * Finds the slot of a key and sub-stream byte of IDE_KM.
     *
     * @param code the byte
     * @return the slot, or nothing if a reserved bit is set or the sub-stream is a reserved one
     */
    public static Optional<KeySlotId> of(int code) {
        return ALL.stream().filter(slot -> slot.code() == code).findFirst();
    }

    /**
     * Returns the key and sub-stream byte of IDE_KM.
     *
     * @return key set in bit 0, direction in bit 1, sub-stream in bits 7:4
     */
    public int code() {
        return subStream.code() << 4 | direction.code() << 1 | keySet.code();
    }

    /**
     * Returns where the same key is at the other end of the link.
     *
     * @return the slot of the opposite direction
     */
    public KeySlotId mirrored() {
        return new KeySlotId(keySet, direction.opposite(), subStream);
    }

    /**
     * Returns the slot of the same traffic in the other key set.
     *
     * @return the slot that a refresh fills
     */
    public KeySlotId otherSet() {
        return new KeySlotId(keySet.other(), direction, subStream);
    }

    /**
     * Returns a short name.
     *
     * @return for example {@code K0/RECEIVE/POSTED}
     */
    @Override
    public String toString() {
        return "%s/%s/%s".formatted(keySet, direction, subStream);
    }
}
