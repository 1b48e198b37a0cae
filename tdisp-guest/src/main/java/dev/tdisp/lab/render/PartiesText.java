package dev.tdisp.lab.render;

import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.Binding;
import dev.tdisp.lab.PartiesState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        return views(state).stream()
                .map(view -> view.party() + "  " + view.text())
                .toList();
    }

    /**
     * Shows the state of all parties, in words and as values.
     *
     * @param state the state
     * @return DSM, TSM, VMM and TVM
     */
    public static List<PartyView> views(PartiesState state) {
        String assigned = state.assignedTo().map(TvmId::name).orElse("");
        return List.of(
                new PartyView("DSM", device(state), deviceValues(state)),
                new PartyView("TSM", manager(state), managerValues(state)),
                new PartyView(
                        "VMM",
                        assigned.isEmpty() ? "not assigned" : "assigned to " + assigned,
                        Map.of("assigned", assigned)),
                new PartyView("TVM", guest(state), Map.of("guest", state.guest().name())));
    }

    private static Map<String, String> deviceValues(PartiesState state) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("plugged", Boolean.toString(state.isPlugged()));
        values.put("tdi", state.tdi().name());
        values.put("stream", state.deviceStream().name());
        values.put("sessions", Integer.toString(state.deviceSessions()));
        return values;
    }

    private static Map<String, String> managerValues(PartiesState state) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("session", Boolean.toString(state.isConnected()));
        values.put("stream", state.hostStream().name());
        values.put("bound", state.binding().map(binding -> binding.tvm().name()).orElse(""));
        values.put(
                "started",
                Boolean.toString(state.binding().filter(Binding::isStarted).isPresent()));
        values.put("gate", state.isGateOpen() ? "open" : "closed");
        values.put("privatePages", Integer.toString(state.privatePages()));
        return values;
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
