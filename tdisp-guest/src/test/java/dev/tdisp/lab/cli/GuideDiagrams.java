package dev.tdisp.lab.cli;

import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.IdeStreamTransition;
import dev.tdisp.core.ide.IdeStreamTransitions;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LifeCycle;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws the pictures of documents: from the tables that run, or from what happened in a run. */
final class GuideDiagrams {
    private static final String STATES = "stateDiagram-v2\n";

    private GuideDiagrams() {}

    static String draw(String name) {
        return switch (name) {
            case "interface" -> theInterface();
            case "stream" -> stream();
            case "connection" -> seen("SPDM connection", LifeCycle.DETACH);
            case "session" -> seen("SPDM session", LifeCycle.DETACH, LifeCycle.SESSION_LOSS);
            default -> throw new AssertionError("no diagram " + name);
        };
    }

    /** The states of an interface, with all violations as one. */
    private static String theInterface() {
        var arrows = new Arrows();
        for (TdiTransition<RequestCode> row : TdiTransitions.requests()) {
            if (row.switches().isEmpty() && row.isMove()) {
                arrows.add(row.from(), row.to(), row.trigger().name().replace("_INTERFACE_REQUEST", ""));
            }
        }
        for (TdiTransition<TdiEvent> row : TdiTransitions.events()) {
            if (row.switches().isEmpty() && row.isMove()) {
                arrows.add(row.from(), row.to(), row.to() == TdiState.ERROR ? "a violation" : cause(row.trigger()));
            }
        }
        return STATES + "    [*] --> CONFIG_UNLOCKED\n" + arrows;
    }

    private static String cause(TdiEvent event) {
        return switch (event) {
            case CONVENTIONAL_RESET -> "reset of the device";
            case DATA_CLEARED -> "all data cleared";
            default -> event.name();
        };
    }

    private static String stream() {
        var arrows = new Arrows();
        for (IdeStreamTransition row : IdeStreamTransitions.all()) {
            boolean isMove = row.from() != row.to() && row.effect() != IdeStreamTransition.Effect.IMPOSSIBLE;
            if (isMove && row.effect() != IdeStreamTransition.Effect.ERASE_KEYS) {
                arrows.add(row.from(), row.to(), row.event().sentence());
            } else if (isMove) {
                arrows.add(row.from(), row.to(), "keys erased");
            }
        }
        return STATES + "    [*] --> " + IdeStreamState.INSECURE + "\n" + arrows;
    }

    /** The states that a machine of the device went through in runs, and why. */
    private static String seen(String machine, LifeCycle... flows) {
        var arrows = new Arrows();
        Set<String> starts = new LinkedHashSet<>();
        for (LifeCycle flow : flows) {
            List<TraceEvent.StateChange> changes = changes(machine, flow);
            starts.add(changes.get(0).from());
            changes.forEach(change -> arrows.add(change.from(), change.to(), change.cause()));
        }
        return STATES + starts.stream().map("    [*] --> %s\n"::formatted).collect(Collectors.joining()) + arrows;
    }

    private static List<TraceEvent.StateChange> changes(String machine, LifeCycle flow) {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).run();
            lab.flow(flow, 1).run();
            return lab.events().stream()
                    .filter(event -> event.source().equals("device"))
                    .filter(TraceEvent.StateChange.class::isInstance)
                    .map(TraceEvent.StateChange.class::cast)
                    .filter(change -> change.machine().startsWith(machine))
                    .toList();
        }
    }

    /** Arrows of a state diagram: each pair of states once, with all its causes. */
    private static final class Arrows {
        private final Map<String, Set<String>> causes = new LinkedHashMap<>();

        void add(Object from, Object to, String cause) {
            causes.computeIfAbsent(from + " --> " + to, arrow -> new LinkedHashSet<>())
                    .add(cause);
        }

        @Override
        public String toString() {
            var text = new StringBuilder();
            causes.forEach(
                    (arrow, why) -> text.append("    %s : %s\n".formatted(arrow, String.join(" or ", why))));
            return text.toString();
        }
    }
}
