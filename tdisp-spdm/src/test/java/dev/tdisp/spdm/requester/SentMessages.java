package dev.tdisp.spdm.requester;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.responder.Peers;
import java.util.List;

/** What the trace says about messages. */
final class SentMessages {
    private SentMessages() {}

    static List<Bytes> of(Peers peers, String name) {
        return events(peers).stream()
                .filter(message -> message.name().equals(name))
                .map(TraceEvent.Message::bytes)
                .toList();
    }

    static List<String> names(Peers peers) {
        return events(peers).stream().map(TraceEvent.Message::name).toList();
    }

    private static List<TraceEvent.Message> events(Peers peers) {
        return peers.trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .toList();
    }
}
