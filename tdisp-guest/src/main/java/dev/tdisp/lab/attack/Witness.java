package dev.tdisp.lab.attack;

import dev.tdisp.core.trace.TraceEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells from a trace who noticed what. */
final class Witness {
    private static final String DEVICE = "device";
    private static final String ROOT_PORT = "root-port";
    private static final Set<String> DONE = Set.of("posted", "completed");
    private static final Set<String> OF_THE_PORT = Set.of("REQUESTER_NOT_ASSOCIATED", "STREAM_INSECURE", "IDE");
    private static final Set<String> ERRORS = Set.of("TDISP_ERROR", "ERROR");

    private Witness() {}

    static List<Observation> of(List<TraceEvent> events) {
        return events.stream().map(Witness::of).flatMap(Optional::stream).toList();
    }

    private static Optional<Observation> of(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            boolean isError = message.source().startsWith(DEVICE) && ERRORS.contains(message.name());
            return when(isError, Party.DEVICE, "%s %s".formatted(message.name(), message.detail()));
        }
        if (event instanceof TraceEvent.StateChange change) {
            return ofChange(change);
        }
        if (event instanceof TraceEvent.Packet packet && packet.source().equals(ROOT_PORT)) {
            return ofPacket(packet);
        }
        if (event instanceof TraceEvent.Note note) {
            boolean isRejection =
                    note.source().startsWith(DEVICE) && note.text().startsWith("rejects");
            boolean isLoss = note.source().equals("tsm") && note.text().contains("abandoned");
            return when(isRejection || isLoss, isLoss ? Party.TSM : Party.DEVICE, note.text());
        }
        return Optional.empty();
    }

    private static Optional<Observation> ofChange(TraceEvent.StateChange change) {
        String what = "%s %s: %s".formatted(change.machine(), change.to(), change.cause());
        if (change.machine().equals("TDI")) {
            boolean isUnasked = change.to().equals("ERROR")
                    || change.to().equals("CONFIG_UNLOCKED") && !change.cause().startsWith("STOP_INTERFACE");
            return when(isUnasked, Party.DEVICE, what);
        }
        boolean isAtHost = change.source().equals(ROOT_PORT);
        return when(change.to().equals("INSECURE"), isAtHost ? Party.ROOT_PORT : Party.DEVICE, what);
    }

    private static Optional<Observation> ofPacket(TraceEvent.Packet packet) {
        String reason = packet.outcome().split(" ")[0];
        boolean isDevices = reason.equals("UNSUPPORTED_REQUEST") || reason.equals("COMPLETER_ABORT");
        Party party = OF_THE_PORT.contains(reason) ? Party.ROOT_PORT : Party.MEMORY;
        return when(!isDevices && !DONE.contains(reason), party, packet.outcome());
    }

    private static Optional<Observation> when(boolean condition, Party party, String what) {
        return condition ? Optional.of(new Observation(party, what)) : Optional.empty();
    }
}
