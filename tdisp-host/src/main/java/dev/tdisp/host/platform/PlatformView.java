package dev.tdisp.host.platform;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a trace in the words of a platform: a line a step, however many messages it takes. */
public final class PlatformView {
    private static final Set<String> DEVICE_MACHINES = Set.of("TDI");
    private static final Map<String, PlatformStep> MESSAGES = Map.ofEntries(
            Map.entry("SPDM GET_VERSION", PlatformStep.AUTHENTICATE),
            Map.entry("SPDM KEY_EXCHANGE", PlatformStep.AUTHENTICATE),
            Map.entry("SPDM GET_MEASUREMENTS", PlatformStep.MEASURE),
            Map.entry("SPDM KEY_UPDATE", PlatformStep.AGE_KEYS),
            Map.entry("SPDM HEARTBEAT", PlatformStep.AGE_KEYS),
            Map.entry("SPDM END_SESSION", PlatformStep.DROP_LINK),
            Map.entry("IDE_KM QUERY", PlatformStep.KEY_LINK),
            Map.entry("IDE_KM KEY_PROG", PlatformStep.KEY_LINK),
            Map.entry("IDE_KM K_SET_GO", PlatformStep.KEY_LINK),
            Map.entry("IDE_KM K_SET_STOP", PlatformStep.DROP_LINK),
            Map.entry("TDISP GET_TDISP_VERSION", PlatformStep.DISCOVER),
            Map.entry("TDISP GET_TDISP_CAPABILITIES", PlatformStep.DISCOVER),
            Map.entry("TDISP LOCK_INTERFACE_REQUEST", PlatformStep.LOCK),
            Map.entry("TDISP GET_DEVICE_INTERFACE_STATE", PlatformStep.CONFIRM),
            Map.entry("TDISP GET_DEVICE_INTERFACE_REPORT", PlatformStep.REPORT),
            Map.entry("TDISP START_INTERFACE_REQUEST", PlatformStep.START),
            Map.entry("TDISP SET_MMIO_ATTRIBUTE_REQUEST", PlatformStep.CHANGE_ATTRIBUTE),
            Map.entry("TDISP BIND_P2P_STREAM_REQUEST", PlatformStep.PEER),
            Map.entry("TDISP UNBIND_P2P_STREAM_REQUEST", PlatformStep.PEER),
            Map.entry("TDISP STOP_INTERFACE_REQUEST", PlatformStep.STOP));

    private PlatformView() {}

    /**
     * Tells which step an event belongs to.
     *
     * @param event any event
     * @return the step, or nothing if platforms have no word for such events
     */
    public static Optional<PlatformStep> stepOf(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            return Optional.ofNullable(MESSAGES.get(message.protocol() + " " + message.name()));
        }
        if (event instanceof TraceEvent.StateChange change) {
            if (change.machine().equals("DMA gate") && change.to().equals("open")) {
                return Optional.of(PlatformStep.OPEN_DMA);
            }
            boolean isMapped = change.source().equals("memory") && change.to().startsWith("MMIO of");
            return isMapped ? Optional.of(PlatformStep.MAP_MMIO) : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * Tells a trace in a platform's words.
     *
     * @param platform whose words
     * @param events the trace
     * @return what happened, in order; a step that follows itself is told once, steps without a word are left out
     */
    public static List<Told> tell(PlatformProfile platform, List<TraceEvent> events) {
        return tellEach(platform, events).stream().flatMap(List::stream).toList();
    }

    /**
     * Tells a trace in a platform's words, event by event.
     *
     * @param platform whose words
     * @param events the trace
     * @return what is told when each event happens, a list an event; empty for events that are told already or not at all
     */
    public static List<List<Told>> tellEach(PlatformProfile platform, List<TraceEvent> events) {
        List<List<Told>> all = new ArrayList<>();
        Optional<PlatformStep> last = Optional.empty();
        for (TraceEvent event : events) {
            List<Told> told = new ArrayList<>();
            Optional<PlatformStep> step = stepOf(event);
            if (step.isPresent()
                    && !step.equals(last)
                    && platform.word(step.get()).isSpoken()) {
                told.add(new Told.Verb(step.get(), platform.word(step.get())));
                last = step;
            }
            stateOf(event).ifPresent(state -> told.add(new Told.State(state, platform.state(state))));
            all.add(told);
        }
        return all;
    }

    private static Optional<TdiState> stateOf(TraceEvent event) {
        if (event instanceof TraceEvent.StateChange change && DEVICE_MACHINES.contains(change.machine())) {
            return Stream.of(TdiState.values())
                    .filter(state -> state.name().equals(change.to()))
                    .findFirst();
        }
        return Optional.empty();
    }

    /** Something that happened, in a platform's words. */
    public sealed interface Told {
        /**
         * Somebody did a step.
         *
         * @param step the step
         * @param word how the platform calls it
         */
        record Verb(PlatformStep step, PlatformWord word) implements Told {
            @Override
            public String toString() {
                return word.toString();
            }
        }

        /**
         * An interface changed its state.
         *
         * @param state the new state
         * @param name how the platform calls it
         */
        record State(TdiState state, String name) implements Told {
            @Override
            public String toString() {
                return "[" + name + "]";
            }
        }
    }
}
