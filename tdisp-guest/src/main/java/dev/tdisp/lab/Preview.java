package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/**
 * What would happen in a step.
 *
 * @param step the step
 * @param moves what its requests and events would do to the interface
 * @param events everything that would happen
 * @param whyNot why the step would fail, if it would
 */
public record Preview(
        Step<Milestone> step, List<ForeseenMove> moves, List<TraceEvent> events, Optional<WhyNot> whyNot) {
    /**
     * Copies the lists.
     *
     * @param step the step
     * @param moves what its requests and events would do to the interface
     * @param events everything that would happen
     * @param whyNot why the step would fail, if it would
     */
    public Preview {
        moves = List.copyOf(moves);
        events = List.copyOf(events);
    }

    /**
     * Tells whether a message would be sent.
     *
     * @param name the specification's name
     * @return true if it is among the events
     */
    public boolean sends(String name) {
        return events.stream()
                .anyMatch(event -> event instanceof TraceEvent.Message message
                        && message.name().equals(name));
    }

    /**
     * Describes it.
     *
     * @return the step, a line for each move, and what stands in the way
     */
    public String describe() {
        var text = new StringBuilder(step.toString());
        moves.forEach(move -> text.append("\n  ").append(move));
        whyNot.ifPresent(reason -> text.append("\n  would fail: ").append(reason));
        return text.toString();
    }
}
