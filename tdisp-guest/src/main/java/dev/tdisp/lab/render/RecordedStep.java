package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/**
 * A step of a run that is over.
 *
 * @param actor the party that acted; empty for events that belong to no step
 * @param name what it did; empty likewise
 * @param events what happened, in order
 * @param parties what each party had in its books after it; empty if nobody looked
 * @param milestone what was reached with it, as the command line writes it
 * @param failure why it was not done, if it was not
 */
public record RecordedStep(
        String actor,
        String name,
        List<TraceEvent> events,
        List<PartyView> parties,
        Optional<String> milestone,
        Optional<String> failure) {
    /**
     * Copies the lists.
     *
     * @param actor the party that acted
     * @param name what it did
     * @param events what happened, in order
     * @param parties what each party had in its books after it
     * @param milestone what was reached with it
     * @param failure why it was not done, if it was not
     */
    public RecordedStep {
        events = List.copyOf(events);
        parties = List.copyOf(parties);
    }

    /**
     * Puts events that belong to no step into one without a name.
     *
     * @param events what happened, in order
     * @return the step
     */
    public static RecordedStep of(List<TraceEvent> events) {
        return new RecordedStep("", "", events, List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Tells whether this is more than a frame around events.
     *
     * @return false for events that belong to no step
     */
    public boolean isNamed() {
        return !name.isEmpty();
    }
}
