package dev.tdisp.lab.cli;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.PlatformText;
import dev.tdisp.lab.render.TraceText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Prints steps as they are done: who, what, the state of the interface, and below it what happened. */
final class StepPrinter {
    private static final String HEADING = "%2d  %s  %-54s  %s";
    private static final String INDENT = " ".repeat(9);
    private static final String HEX_INDENT = " ".repeat(13);
    private static final int WIDTH = 132;

    private final PrintWriter out;
    private final boolean showsHex;
    private final boolean showsAll;
    private Optional<PlatformProfile> platform = Optional.empty();
    private int steps;

    StepPrinter(PrintWriter out, boolean showsHex, boolean showsAll) {
        this.out = out;
        this.showsHex = showsHex;
        this.showsAll = showsAll;
    }

    /** Tells what happens in a platform's words too. */
    void speak(PlatformProfile words) {
        platform = Optional.of(words);
    }

    void print(Step<Milestone> step, TdiState before, TdiState after, List<TraceEvent> events) {
        printStep(step, before, after, events);
        step.milestone().ifPresent(milestone -> line("    --- %s ---".formatted(MilestoneName.of(milestone))));
        line("");
    }

    void printFailed(Step<Milestone> step, TdiState before, TdiState after, List<TraceEvent> events, String reason) {
        printStep(step, before, after, events);
        line("    --- failed: %s ---".formatted(reason));
        line("");
    }

    private void printStep(Step<Milestone> step, TdiState before, TdiState after, List<TraceEvent> events) {
        steps++;
        String state = before == after ? after.name() : before + " -> " + after;
        line(HEADING.formatted(steps, step.actor(), step.name(), state));
        platform.ifPresent(words -> PlatformText.lines(words, events).forEach(text -> line(INDENT + text)));
        printEvents(showsAll ? StepEvents.all(events) : StepEvents.digest(events));
    }

    private void printEvents(StepEvents events) {
        events.shown().forEach(this::printEvent);
        events.packetLines().forEach(text -> line(INDENT + text));
        if (!events.counted().isEmpty()) {
            line(INDENT + "(" + events.counted() + ")");
        }
    }

    private void printEvent(TraceEvent event) {
        line(fitted(INDENT + TraceText.line(event)));
        if (showsHex && event instanceof TraceEvent.Message message) {
            TraceText.hex(message).lines().forEach(text -> line(HEX_INDENT + text));
        }
    }

    private String fitted(String text) {
        return showsAll || text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
    }

    void line(String text) {
        out.print(text.stripTrailing());
        out.print('\n');
        out.flush();
    }
}
