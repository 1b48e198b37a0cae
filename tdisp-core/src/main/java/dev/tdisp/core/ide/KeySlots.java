package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.SubStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The twelve key slots of a stream. Per direction and sub-stream at most one is active. */
final class KeySlots {
    private final Map<KeySlotId, KeySlot> slots = new HashMap<>();

    KeySlots() {
        KeySlotId.all().forEach(id -> slots.put(id, new KeySlot()));
    }

    KeySlot slot(KeySlotId id) {
        KeySlot slot = slots.get(id);
        if (slot == null) {
            throw new AssertionError("no slot " + id);
        }
        return slot;
    }

    KeySlotState state(KeySlotId id) {
        return slot(id).state();
    }

    boolean isComplete(KeySet keySet) {
        return KeySlotId.of(keySet).stream().map(this::state).allMatch(KeySlots::isUsable);
    }

    boolean hasCompleteSet() {
        return isComplete(KeySet.K0) || isComplete(KeySet.K1);
    }

    boolean hasStartedSet() {
        return isStarted(KeySet.K0) || isStarted(KeySet.K1);
    }

    boolean isEmpty() {
        return slots.values().stream().allMatch(slot -> slot.state() == KeySlotState.EMPTY);
    }

    Optional<KeySlotId> active(KeyDirection direction, SubStream subStream) {
        for (KeySet keySet : KeySet.values()) {
            var id = new KeySlotId(keySet, direction, subStream);
            if (state(id) == KeySlotState.ACTIVE) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /** Tells whether a key that protects has no value left for a further packet. */
    boolean isAnyExhausted() {
        return Arrays.stream(SubStream.values()).anyMatch(this::isExhausted);
    }

    /** Tells whether the key that protects a sub-stream has no value left for a further packet. */
    boolean isExhausted(SubStream subStream) {
        return active(KeyDirection.TRANSMIT, subStream)
                .map(this::slot)
                .filter(KeySlot::isExhausted)
                .isPresent();
    }

    /** Starts a programmed key; the old one of the same traffic is gone, or accepted until the new one arrives. */
    void start(KeySlotId id) {
        KeySlot old = slot(id.otherSet());
        if (old.state() == KeySlotState.ACTIVE) {
            switch (id.direction()) {
                case RECEIVE -> old.retire();
                case TRANSMIT -> old.erase();
            }
        }
        slot(id).start();
    }

    boolean anyHolds(IdeKey key, KeySlotId except) {
        return KeySlotId.all().stream()
                .filter(id -> !id.equals(except))
                .map(this::slot)
                .reduce(false, (found, slot) -> slot.holds(key) | found, Boolean::logicalOr);
    }

    void eraseAll() {
        slots.values().forEach(KeySlot::erase);
    }

    private boolean isStarted(KeySet keySet) {
        return KeySlotId.of(keySet).stream().map(this::state).allMatch(KeySlotState.ACTIVE::equals);
    }

    private static boolean isUsable(KeySlotState state) {
        return switch (state) {
            case PROGRAMMED, ACTIVE -> true;
            case EMPTY, RETIRING -> false;
        };
    }
}
