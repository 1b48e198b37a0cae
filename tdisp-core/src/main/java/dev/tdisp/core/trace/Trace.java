package dev.tdisp.core.trace;

/** Where events go. */
public interface Trace {
    /**
     * Takes an event.
     *
     * @param event what happened
     */
    void record(TraceEvent event);

    /**
     * Tells whether events are worth making.
     *
     * @return false if this trace drops everything, so that nobody needs to decode a message for it
     */
    default boolean isEnabled() {
        return true;
    }

    /**
     * Returns the trace that drops everything.
     *
     * @return a trace that is not enabled
     */
    static Trace none() {
        return NoTrace.INSTANCE;
    }

    /**
     * Returns a trace that hands each event to several.
     *
     * @param sinks the traces, in order
     * @return one trace in front of them
     */
    static Trace tee(Trace... sinks) {
        Trace[] copy = sinks.clone();
        return event -> {
            for (Trace sink : copy) {
                sink.record(event);
            }
        };
    }
}
