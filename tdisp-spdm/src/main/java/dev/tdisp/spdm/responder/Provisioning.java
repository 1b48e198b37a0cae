package dev.tdisp.spdm.responder;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What waits for a reset: changes of slots, and requests for certificates. All of it outlives connections and resets. */
final class Provisioning {
    private static final int LAST_TAG = 7;

    private final Map<Integer, Runnable> changes = new TreeMap<>();
    private final Map<Integer, CertificateDemand> demands = new HashMap<>();
    private final Set<Integer> readyTags = new HashSet<>();

    boolean isPending(int slot) {
        return changes.containsKey(slot);
    }

    boolean isAnyPending() {
        return !changes.isEmpty();
    }

    /** Lets the next reset change a slot; a change of it that waits already is forgotten. */
    void atReset(int slot, Runnable change) {
        changes.put(slot, change);
    }

    /** Takes a demand in; the same demand gets the tag that it has. */
    OptionalInt admit(CertificateDemand demand) {
        OptionalInt known = IntStream.rangeClosed(1, LAST_TAG)
                .filter(tag -> belongs(tag, demand))
                .findFirst();
        OptionalInt tag = known.isPresent() ? known : freeTag();
        tag.ifPresent(admitted -> demands.put(admitted, demand));
        return tag;
    }

    private OptionalInt freeTag() {
        return IntStream.rangeClosed(1, LAST_TAG)
                .filter(tag -> !demands.containsKey(tag))
                .findFirst();
    }

    boolean isReady(int tag) {
        return readyTags.contains(tag);
    }

    /** Tells whether a tag is that of a demand. */
    boolean belongs(int tag, CertificateDemand demand) {
        return demand.equals(demands.get(tag));
    }

    void drop(int tag) {
        demands.remove(tag);
        readyTags.remove(tag);
    }

    void dropAllDemands() {
        demands.clear();
        readyTags.clear();
    }

    void reset() {
        changes.values().forEach(Runnable::run);
        changes.clear();
        readyTags.addAll(demands.keySet());
    }
}
