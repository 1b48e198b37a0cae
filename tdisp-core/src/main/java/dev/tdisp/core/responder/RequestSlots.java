package dev.tdisp.core.responder;

import dev.tdisp.core.message.InterfaceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts outstanding requests against NUM_REQ_THIS and NUM_REQ_ALL (section 11.2.4). */
final class RequestSlots {
    private final TdiBackend backend;
    private final TdispProfile profile;
    private Map<InterfaceId, Integer> outstanding = new HashMap<>();

    RequestSlots(TdiBackend backend, TdispProfile profile) {
        this.backend = backend;
        this.profile = profile;
    }

    Optional<RequestSlot> take(HostedTdi tdi) {
        InterfaceId key = tdi.interfaceId();
        int ofAll = outstanding.values().stream().mapToInt(Integer::intValue).sum();
        boolean isFull = outstanding.getOrDefault(key, 0) >= Math.max(1, profile.requestsOfInterface())
                || ofAll >= Math.max(1, Capabilities.requestsOfAll(backend, profile));
        if (isFull) {
            return Optional.empty();
        }
        Map<InterfaceId, Integer> counted = outstanding;
        counted.merge(key, 1, Integer::sum);
        return Optional.of(
                new RequestSlot(() -> counted.computeIfPresent(key, (id, count) -> count == 1 ? null : count - 1)));
    }

    void reset() {
        outstanding = new HashMap<>();
    }
}
