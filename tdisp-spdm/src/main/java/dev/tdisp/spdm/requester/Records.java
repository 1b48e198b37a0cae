package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.transport.RecordHooks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;

/** Carries messages through the records of sessions, past the hooks that a transport offers for them. */
final class Records {
    private final RecordHooks hooks;
    private final Map<SpdmSession, Deque<Bytes>> waiting = new WeakHashMap<>();

    Records(RecordHooks hooks) {
        this.hooks = hooks;
    }

    /**
     * Exchanges a message for another one.
     *
     * @param session the session
     * @param message what is to be sent
     * @param line seals a message, sends it, and opens what answers it
     * @return what was received, if anything
     */
    Optional<Bytes> exchange(SpdmSession session, Bytes message, UnaryOperator<Bytes> line) {
        Deque<Bytes> received = waiting.computeIfAbsent(session, key -> new ArrayDeque<>());
        for (Bytes sent : hooks.sending(message)) {
            received.addAll(hooks.opened(line.apply(sent)));
        }
        return Optional.ofNullable(received.poll());
    }
}
