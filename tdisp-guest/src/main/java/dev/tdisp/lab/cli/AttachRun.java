package dev.tdisp.lab.cli;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.RejectedException;
import dev.tdisp.lab.Walk;
import java.util.List;
import java.util.Optional;

/** Does the steps of a walk, prints each, and remembers how it went. */
final class AttachRun {
    private final Walk walk;
    private final Lab lab;
    private final int vf;
    private final StepPrinter printer;
    private int seen;
    private boolean wentThroughRun;

    AttachRun(Walk walk, int vf, StepPrinter printer) {
        this.walk = walk;
        this.lab = walk.lab();
        this.vf = vf;
        this.printer = printer;
    }

    /** Runs to a milestone or to the end; false if a step failed before. */
    boolean runTo(Optional<Milestone> milestone) {
        while (walk.hasNext()) {
            Step<Milestone> step = walk.peek().orElseThrow();
            if (!run(step)) {
                return false;
            }
            if (milestone.isPresent() && step.milestone().equals(milestone)) {
                return true;
            }
        }
        return milestone.isEmpty();
    }

    private boolean run(Step<Milestone> step) {
        TdiState before = lab.state(vf);
        Optional<String> failure = attempt(walk::next);
        TdiState after = lab.state(vf);
        wentThroughRun |= after == TdiState.RUN;
        List<TraceEvent> events = newEvents();
        failure.ifPresentOrElse(
                reason -> printer.printFailed(step, before, after, events, reason),
                () -> printer.print(step, before, after, events));
        return failure.isEmpty();
    }

    private static Optional<String> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (RejectedException | TsmException | IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<TraceEvent> newEvents() {
        List<TraceEvent> events = lab.eventsFrom(seen);
        seen += events.size();
        return events;
    }

    /** Detaches from wherever the walk stopped. */
    void cleanUp() {
        if (walk.hasNext()) {
            printer.line("Clean up");
            printer.line("");
            Flow<Milestone> detach = lab.detach(vf);
            while (detach.hasNext()) {
                TdiState before = lab.state(vf);
                Step<Milestone> step = detach.peek().orElseThrow();
                Optional<String> failure = attempt(detach::next);
                List<TraceEvent> events = newEvents();
                if (failure.isPresent()) {
                    printer.printFailed(step, before, lab.state(vf), events, failure.get());
                    return;
                }
                if (!events.isEmpty()) {
                    printer.print(step, before, lab.state(vf), events);
                }
            }
        }
    }

    boolean isClean() {
        return lab.state(vf) == TdiState.CONFIG_UNLOCKED && !lab.tsm().isConnected();
    }

    boolean wentThroughRun() {
        return wentThroughRun;
    }
}
