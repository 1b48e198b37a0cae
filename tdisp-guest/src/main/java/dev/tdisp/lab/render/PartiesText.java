package dev.tdisp.lab.render;

import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.Binding;
import dev.tdisp.lab.PartiesState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The state of the four parties as text: one line each. */
public final class PartiesText {
    private PartiesText() {}

    /**
     * Writes the state of all parties.
     *
     * @param state the state
     * @return a line for each party, the name of the party first
     */
    public static List<String> lines(PartiesState state) {
        List<String> lines = new ArrayList<>();
        lines.add("DSM  " + device(state));
        lines.add("TSM  " + manager(state));
        lines.add("VMM  " + state.assignedTo().map(tvm -> "assigned to " + tvm).orElse("not assigned"));
        lines.add("TVM  " + guest(state));
        return lines;
    }

    /**
     * Writes what changed.
     *
     * @param before the state before
     * @param after the state after
     * @return the lines of the parties whose state is another one
     */
    public static List<String> changes(PartiesState before, PartiesState after) {
        List<String> old = lines(before);
        return lines(after).stream().filter(line -> !old.contains(line)).toList();
    }

    private static String device(PartiesState state) {
        if (!state.isPlugged()) {
            return "not there";
        }
        return "%s, stream %s, %s".formatted(state.tdi(), stream(state.deviceStream()), sessions(state));
    }

    private static String sessions(PartiesState state) {
        return state.deviceSessions() == 0 ? "no session" : "%d session".formatted(state.deviceSessions());
    }

    private static String manager(PartiesState state) {
        return "%s, stream %s, %s, gate %s, %d private pages"
                .formatted(
                        state.isConnected() ? "session" : "no session",
                        stream(state.hostStream()),
                        state.binding().map(PartiesText::binding).orElse("not bound"),
                        state.isGateOpen() ? "open" : "closed",
                        state.privatePages());
    }

    private static String binding(Binding binding) {
        return "bound to %s at %s%s"
                .formatted(binding.tvm(), epoch(binding.epoch()), binding.isStarted() ? ", started" : "");
    }

    /** Epochs are random numbers; a few digits tell one from the other. */
    private static String epoch(BindEpoch epoch) {
        return "epoch %04x".formatted(epoch.lock() & 0xFFFF);
    }

    private static String stream(Enum<?> view) {
        return view.name().toLowerCase(Locale.ROOT);
    }

    private static String guest(PartiesState state) {
        return switch (state.guest()) {
            case NONE -> "does not have it";
            case UNTRUSTED -> "has it, without trust";
            case TRUSTED -> "trusts it";
        };
    }
}
