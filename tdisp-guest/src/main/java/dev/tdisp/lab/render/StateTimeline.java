package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The states of a run as a picture: a row a state machine, below the party that it belongs to, and a column a step.
 *
 * <pre>{@code
 * String svg = StateTimeline.svg(run);
 * }</pre>
 */
public final class StateTimeline {
    private static final int MARGIN = 16;
    private static final int LABELS = 260;
    private static final int COLUMN = 62;
    private static final int ROW = 22;
    private static final int BAR = 16;
    private static final int TOP = 64;
    private static final int LETTER = 7;
    private static final int TEXT_DROP = 12;

    /** What states mean: nothing yet, on the way, in use, wrong. */
    private static final Map<String, String> COLORS = Map.ofEntries(
            Map.entry("CONFIG_UNLOCKED", "#dddddd"),
            Map.entry("INSECURE", "#dddddd"),
            Map.entry("ENDED", "#dddddd"),
            Map.entry("closed", "#dddddd"),
            Map.entry("NONE", "#dddddd"),
            Map.entry("UNTRUSTED", "#f0c070"),
            Map.entry("CONFIG_LOCKED", "#f0c070"),
            Map.entry("READY", "#f0c070"),
            Map.entry("HANDSHAKING", "#f0c070"),
            Map.entry("RUN", "#9fd08f"),
            Map.entry("SECURE", "#9fd08f"),
            Map.entry("ESTABLISHED", "#9fd08f"),
            Map.entry("TRUSTED", "#9fd08f"),
            Map.entry("open", "#9fd08f"),
            Map.entry("ERROR", "#e08080"));

    private static final String OTHER = "#a8c4e8";
    private static final String SESSION = "session ";

    /** What parties have in their books and no state machine shows. */
    private static final Map<String, String> BOOKS = Map.of("TSM", "bound", "VMM", "assigned", "TVM", "guest");

    private static final Comparator<String> BY_PARTY =
            Comparator.comparing(row -> Lane.of(row.split(" ", 2)[0].toLowerCase(Locale.ROOT)), Lane.ORDER);

    private final RecordedRun run;
    private final Map<String, List<Change>> rows = new LinkedHashMap<>();

    private StateTimeline(RecordedRun run) {
        this.run = run;
    }

    /** A state that begins at some place between left and right. */
    private record Change(double at, String before, String state, String cause) {}

    /**
     * Draws a run.
     *
     * @param run the run
     * @return an SVG picture; without steps, all events share one column
     */
    public static String svg(RecordedRun run) {
        var timeline = new StateTimeline(run);
        timeline.collect();
        return timeline.draw();
    }

    private void collect() {
        Map<String, String> books = new LinkedHashMap<>();
        for (int i = 0; i < run.steps().size(); i++) {
            RecordedStep step = run.steps().get(i);
            int count = step.events().size();
            for (int j = 0; j < count; j++) {
                add(step.events().get(j), i + (j + 1.0) / (count + 1));
            }
            for (PartyView party : step.parties()) {
                String name = BOOKS.getOrDefault(party.party(), "");
                String state = party.values().getOrDefault(name, "");
                String row = "%s %s".formatted(party.party(), name);
                String before = books.put(row, state);
                if (party.values().containsKey(name) && !state.equals(before)) {
                    change(row, new Change(i + 1.0, before == null ? "" : before, state, step.name()));
                }
            }
        }
    }

    private void add(TraceEvent event, double at) {
        if (event instanceof TraceEvent.StateChange change && TraceLevel.EXCHANGE.shows(change)) {
            String row = "%s %s".formatted(change.source(), change.machine());
            change(row, new Change(at, change.from(), change.to(), change.cause()));
        } else if (event instanceof TraceEvent.Key key && key.key().startsWith(SESSION)) {
            String row = "%s SPDM %s".formatted(key.source(), key.key().split("/", 2)[0]);
            if (!rows.containsKey(row)) {
                change(row, new Change(at, "", "HANDSHAKING", "its first keys are derived"));
            }
        }
    }

    private void change(String row, Change change) {
        rows.computeIfAbsent(row, name -> new ArrayList<>()).add(change);
    }

    private String draw() {
        int columns = Math.max(1, run.steps().size());
        int width = LABELS + columns * COLUMN + MARGIN;
        int legend = TOP + rows.size() * ROW + MARGIN;
        int height = legend + run.steps().size() * ROW + MARGIN;
        var svg = new Svg(width, height);
        svg.text(MARGIN, MARGIN + TEXT_DROP, "font-size=\"16\" font-weight=\"bold\"", run.title());
        for (int i = 0; i < run.steps().size(); i++) {
            int x = LABELS + i * COLUMN;
            svg.stroke(x, TOP - MARGIN, x, legend - MARGIN);
            svg.text(x + 4, TOP - MARGIN, "fill=\"#333333\"", Integer.toString(i + 1));
            svg.text(MARGIN, legend + i * ROW + TEXT_DROP, "fill=\"#333333\"", legend(i));
        }
        int y = TOP;
        for (String row : rows.keySet().stream().sorted(BY_PARTY).toList()) {
            svg.text(MARGIN, y + TEXT_DROP, "", row);
            draw(svg, rows.getOrDefault(row, List.of()), y, columns);
            y += ROW;
        }
        return svg.finish();
    }

    private String legend(int i) {
        RecordedStep step = run.steps().get(i);
        String milestone = step.milestone().map(" (%s)"::formatted).orElse("");
        String failure = step.failure().map(" failed: %s"::formatted).orElse("");
        return "%d. %s: %s%s%s".formatted(i + 1, step.actor(), step.name(), milestone, failure);
    }

    private static void draw(Svg svg, List<Change> changes, int y, int columns) {
        Change first = changes.get(0);
        bar(svg, y, 0, new Change(first.at(), "", first.before(), "before"));
        for (int i = 0; i < changes.size(); i++) {
            double end = i + 1 < changes.size() ? changes.get(i + 1).at() : columns;
            Change change = changes.get(i);
            bar(svg, y, change.at(), new Change(end, change.before(), change.state(), change.cause()));
        }
    }

    /** Draws a state from somewhere to the place that the change names. */
    private static void bar(Svg svg, int y, double start, Change until) {
        double width = (until.at() - start) * COLUMN;
        if (until.state().isEmpty() || width <= 0) {
            return;
        }
        double x = LABELS + start * COLUMN;
        String style = "fill=\"%s\" stroke=\"#777777\"".formatted(COLORS.getOrDefault(until.state(), OTHER));
        svg.area(new Svg.Area(x, y, width, BAR), style, "%s: %s".formatted(until.state(), until.cause()));
        if (until.state().length() * LETTER < width) {
            svg.text((int) x + 4, y + TEXT_DROP, "font-size=\"11\"", until.state());
        }
    }
}
