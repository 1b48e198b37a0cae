package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SessionListeners;
import dev.tdisp.spdm.connection.SessionWatch;
import dev.tdisp.spdm.connection.SpdmSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions of a responder, and how they end. */
final class SessionTable {
    private static final int FIRST_HALF = 0xFFFF;
    private static final int HALF = 16;

    private final SessionWatch watch;
    private final int maximum;
    private final SessionListeners listeners = new SessionListeners();
    private final Map<Long, SpdmSession> sessions = new LinkedHashMap<>();
    private Consumer<SpdmSession> onEnd = session -> {};
    private int nextHalf = FIRST_HALF;

    SessionTable(Env env, int maximum) {
        this.watch = new SessionWatch(env.timers(), this::end);
        this.maximum = maximum;
    }

    /** Sets what else is to be done when a session ends. */
    void onEnd(Consumer<SpdmSession> action) {
        onEnd = action;
    }

    void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    boolean isFull() {
        return sessions.size() >= maximum;
    }

    /** Chooses a responder's half of a session id that no session has; ids of the past come again as late as possible. */
    int allocateHalf() {
        while (isTaken(nextHalf)) {
            advance();
        }
        int half = nextHalf;
        advance();
        return half;
    }

    void add(SpdmSession session) {
        sessions.put(session.id(), session);
        touch(session);
    }

    Optional<SpdmSession> find(long id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** Returns the session that began last; a handshake in the clear means it. */
    Optional<SpdmSession> latest() {
        return all().stream().reduce((first, second) -> second);
    }

    List<SpdmSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Notes a sign of life. */
    void touch(SpdmSession session) {
        if (sessions.containsKey(session.id())) {
            watch.touch(session);
        }
    }

    /** Ends a handshake, unless the session has ended before its last message was sent. */
    void establish(SpdmSession session, Bytes th2, String cause) {
        if (sessions.get(session.id()) == session) {
            session.establish(th2, cause);
            touch(session);
            listeners.established(session.id());
        }
    }

    void end(SpdmSession session, String cause) {
        if (sessions.remove(session.id()) != null) {
            watch.forget(session);
            session.end(cause);
            onEnd.accept(session);
            listeners.ended(session.id(), cause);
        }
    }

    void endAll(String cause) {
        SessionListeners.each(all(), session -> end(session, cause));
    }

    private boolean isTaken(int half) {
        return sessions.keySet().stream().anyMatch(id -> id >>> HALF == half);
    }

    private void advance() {
        nextHalf = nextHalf == 1 ? FIRST_HALF : nextHalf - 1;
    }
}
