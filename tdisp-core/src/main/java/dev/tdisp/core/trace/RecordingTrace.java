package dev.tdisp.core.trace;

import java.util.ArrayList;
import java.util.List;

/** Keeps every event, in order. For one thread at a time. */
public final class RecordingTrace implements Trace {
    private final List<TraceEvent> events = new ArrayList<>();

    /** Creates an empty trace. */
    public RecordingTrace() {}

    @Override
    public void record(TraceEvent event) {
        events.add(event);
    }

    /**
     * Returns what happened so far.
     *
     * @return a copy
     */
    public List<TraceEvent> events() {
        return List.copyOf(events);
    }

    /**
     * Returns what happened from a point on.
     *
     * @param first how many events to leave out
     * @return a copy of the others
     * @throws IndexOutOfBoundsException if fewer events happened
     */
    public List<TraceEvent> eventsFrom(int first) {
        return List.copyOf(events.subList(first, events.size()));
    }

    /**
     * Returns how many events happened.
     *
     * @return the number of events
     */
    public int size() {
        return events.size();
    }
}
