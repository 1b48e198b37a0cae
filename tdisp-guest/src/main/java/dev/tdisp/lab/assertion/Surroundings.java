package dev.tdisp.lab.assertion;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Lab;
import java.util.List;
import java.util.Optional;

/**
 * What a failure tells beside what is wrong.
 *
 * @param step what was done last
 * @param events what happened
 * @param seed how to make it happen again
 */
record Surroundings(Optional<String> step, List<TraceEvent> events, Optional<Long> seed) {
    static final Surroundings UNKNOWN = new Surroundings(Optional.empty(), List.of(), Optional.empty());

    static Surroundings of(Lab lab) {
        return new Surroundings(lab.lastStep().map(Step::toString), lab.events(), Optional.of(lab.seed()));
    }

    static Surroundings of(List<TraceEvent> events) {
        return new Surroundings(Optional.empty(), List.copyOf(events), Optional.empty());
    }
}
