package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A vertical line of a diagram: one party with its parts.
 *
 * @param id its name in the diagram's text, a word
 * @param title what stands above it
 */
record Lane(String id, String title) {
    /** The id of what carries the link and the memory behind it. */
    static final String HOST = "host";

    /** In front of other names, which could mean something to a diagram's language. */
    private static final String OTHER = "other_";

    /** Those that are known, from left to right. */
    private static final List<Lane> KNOWN = List.of(
            new Lane("tvm", "TVM"),
            new Lane("tsm", "TSM"),
            new Lane("vmm", "VMM"),
            new Lane(HOST, "Root port, IOMMU, memory"),
            new Lane("device", "Device"));

    private static final Map<String, String> PARTS = Map.of("root-port", HOST, "iommu", HOST, "memory", HOST);
    /** From left to right. */
    static final Comparator<Lane> ORDER = Comparator.comparing(lane -> {
        int place = KNOWN.indexOf(lane);
        return place < 0 ? KNOWN.size() : place;
    });

    /** Finds the lane of the source or destination of an event. */
    static Lane of(String source) {
        String first = source.split("/", 2)[0];
        String id = PARTS.getOrDefault(first, first);
        return KNOWN.stream()
                .filter(lane -> lane.id.equals(id))
                .findFirst()
                .orElseGet(() -> new Lane(OTHER + id.replaceAll("[^A-Za-z0-9]", "_"), first.isBlank() ? "?" : first));
    }

    /** Returns the lanes that events need, from left to right. */
    static List<Lane> of(List<TraceEvent> events) {
        return events.stream()
                .flatMap(Lane::ends)
                .map(Lane::of)
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    /** Names the source of an event, and its destination if it has one. */
    static Stream<String> ends(TraceEvent event) {
        return event instanceof TraceEvent.Message message
                ? Stream.of(message.source(), message.destination())
                : Stream.of(event.source());
    }
}
