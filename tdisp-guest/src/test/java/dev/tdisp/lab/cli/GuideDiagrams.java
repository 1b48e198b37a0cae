package dev.tdisp.lab.cli;

import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.IdeStreamTransition;
import dev.tdisp.core.ide.IdeStreamTransitions;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.MermaidDiagram;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceLevel;
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
            case "functions" -> functions();
            case "dialogue SPDM" -> dialogue("SPDM", "The session", Milestone.CONNECTED);
            case "dialogue TDISP" -> dialogue("TDISP", "From the lock to the open gate", Milestone.RUNNING);
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

    /** What the parties say in one protocol on the way to a milestone, and the states of the interface. */
    private static String dialogue(String protocol, String title, Milestone milestone) {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).runTo(milestone);
            List<TraceEvent> said = lab.events().stream()
                    .filter(event -> isSaid(event, protocol) || isState(event, protocol))
                    .toList();
            return MermaidDiagram.of(RecordedRun.of(title, said), TraceLevel.EXCHANGE);
        }
    }

    private static boolean isSaid(TraceEvent event, String protocol) {
        return event instanceof TraceEvent.Message message
                && message.protocol().equals(protocol)
                && !message.name().startsWith("VENDOR_DEFINED");
    }

    private static boolean isState(TraceEvent event, String protocol) {
        return event instanceof TraceEvent.StateChange change
                && (protocol.equals("TDISP") && change.machine().equals("TDI")
                        || change.machine().startsWith(protocol + " session")
                                && !change.source().equals("tsm"));
    }

    /** The functions of the device, and what the first virtual one reports. */
    private static String functions() {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).runTo(Milestone.REPORTED);
            var text = new StringBuilder("flowchart LR\n    pf[\"%s physical function<br/>mailbox, IDE, SR-IOV\"]\n"
                    .formatted(RequesterId.of(lab.function(1).requesterId().bus(), 0, 0)));
            for (int vf = 1; vf <= lab.vfs(); vf++) {
                text.append("    pf --> vf%d[\"%s virtual function %d\"]\n".formatted(vf, lab.function(vf), vf));
            }
            Bytes report = lab.evidence(1)
                    .orElseThrow()
                    .blob(EvidenceKind.INTERFACE_REPORT)
                    .orElseThrow();
            for (MmioRange range :
                    DeviceInterfaceReport.decode(report, MmioAddressUnit.PAGE).mmioRanges()) {
                text.append("    vf1 --> r%d[\"%s\"]\n".formatted(range.firstPage(), told(range)));
            }
            return text.toString();
        }
    }

    private static String told(MmioRange range) {
        String pages = range.pageCount() == 1 ? "1 page" : range.pageCount() + " pages";
        String attributes = range.attributes().bits() == 0
                ? "TEE memory"
                : range.attributes().toString();
        return "BAR%d, page %Xh, %s<br/>%s".formatted(range.rangeId(), range.firstPage(), pages, attributes);
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
            causes.forEach((arrow, why) -> text.append("    %s : %s\n".formatted(arrow, String.join(" or ", why))));
            return text.toString();
        }
    }
}
