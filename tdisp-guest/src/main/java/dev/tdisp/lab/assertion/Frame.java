package dev.tdisp.lab.assertion;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.render.TraceText;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a failure, always in the same frame; lines without content are left out.
 *
 * <pre>
 * VF1 is in another state
 *   step     : TSM: Lock the interface, as the VM asks
 *   expected : RUN
 *   but was  : CONFIG_LOCKED
 *   clause   : TDISP 11.2
 *   trace    :
 *     #97    tsm -&gt; device     TDISP   LOCK_INTERFACE_REQUEST  …
 *   run again: -Dtdisp.seed=42
 * </pre>
 *
 * @param what what is wrong
 * @param expected what should be
 * @param actual what is
 * @param clause where the specification says so, perhaps empty
 */
record Frame(String what, String expected, String actual, String clause) {
    private static final int LAST = 6;

    String text(Surroundings around) {
        List<String> lines = new ArrayList<>();
        lines.add(what);
        around.step().ifPresent(step -> lines.add(line("step", step)));
        lines.add(line("expected", expected));
        lines.add(line("but was", actual));
        if (!clause.isEmpty()) {
            lines.add(line("clause", clause));
        }
        List<String> tail = tail(around.events());
        if (!tail.isEmpty()) {
            lines.add("  trace    :");
            lines.addAll(tail);
        }
        around.seed().ifPresent(seed -> lines.add(line("run again", "-Dtdisp.seed=" + seed)));
        return String.join("\n", lines);
    }

    private static String line(String name, String content) {
        return "  %-9s: %s".formatted(name, content.replace("\n", "\n             "));
    }

    /** The last messages and changes of state; packets, register writes and what only carries would crowd them out. */
    private static List<String> tail(List<TraceEvent> events) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            TraceEvent event = events.get(i);
            if (tells(event)) {
                lines.add("    %-6s %s".formatted("#" + (i + 1), TraceText.line(event)));
            }
        }
        return lines.subList(Math.max(0, lines.size() - LAST), lines.size());
    }

    private static boolean tells(TraceEvent event) {
        return event instanceof TraceEvent.StateChange
                || event instanceof TraceEvent.Message message
                        && !message.protocol().equals("DOE")
                        && !message.name().startsWith("VENDOR_DEFINED");
    }
}
