package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.platform.PlatformView;
import dev.tdisp.host.platform.PlatformView.Told;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A run as text: each step with a line an event, in the columns of {@link TraceText}, and with what the parties have in their
 * books where that changed.
 *
 * <pre>{@code
 * String text = RunText.of(run, TraceLevel.MESSAGE);
 * }</pre>
 */
public final class RunText {
    private static final String INDENT = " ".repeat(20);

    private final RecordedRun run;
    private final TraceLevel level;
    private final Function<TraceEvent.Message, String> hex;
    private final Instant start;
    private final StringBuilder out = new StringBuilder();

    private RunText(RecordedRun run, TraceLevel level, Function<TraceEvent.Message, String> hex) {
        this.run = run;
        this.level = level;
        this.hex = hex;
        this.start = run.start();
    }

    /**
     * Writes a run.
     *
     * @param run the run, told in the words of its platform too if it names one
     * @param level how much to show
     * @return the lines, each ended by a line feed
     */
    public static String of(RecordedRun run, TraceLevel level) {
        return new RunText(run, level, message -> "").write();
    }

    /**
     * Writes a run, with the bytes of each message, its fields, and what they are for.
     *
     * @param run the run
     * @param level how much to show
     * @return the lines, each ended by a line feed
     */
    public static String hex(RecordedRun run, TraceLevel level) {
        return new RunText(run, level, TraceText::explainedHex).write();
    }

    private String write() {
        List<List<Told>> told = run.platform()
                .map(platform -> PlatformView.tellEach(platform, run.events()))
                .orElse(List.of());
        List<PartyView> before = List.of();
        int event = 0;
        for (int i = 0; i < run.steps().size(); i++) {
            RecordedStep step = run.steps().get(i);
            begin(i + 1, step);
            for (TraceEvent happened : step.events()) {
                add(event + 1, happened, told.isEmpty() ? List.of() : told.get(event));
                event++;
            }
            end(step, before);
            before = step.parties();
        }
        return out.toString();
    }

    private void begin(int number, RecordedStep step) {
        if (step.isNamed()) {
            line(out.isEmpty() ? "" : "\n", "%2d  %s  %s".formatted(number, step.actor(), step.name()));
        }
    }

    private void add(int number, TraceEvent event, List<Told> words) {
        words.forEach(word -> line(INDENT, word.toString()));
        if (level.shows(event)) {
            line("", "%5d  %11s  %s".formatted(number, TraceText.elapsed(start, event.at()), TraceText.line(event)));
            if (event instanceof TraceEvent.Message message) {
                hex.apply(message).lines().forEach(text -> line(INDENT, text));
            }
        }
    }

    private void end(RecordedStep step, List<PartyView> before) {
        PartyView.changed(before, step.parties()).forEach(view -> line(INDENT, view.party() + "  " + view.text()));
        step.milestone().ifPresent(milestone -> line(INDENT, "--- %s ---".formatted(milestone)));
        step.failure().ifPresent(reason -> line(INDENT, "--- failed: %s ---".formatted(reason)));
    }

    private void line(String before, String text) {
        out.append(before).append(text.stripTrailing()).append('\n');
    }
}
