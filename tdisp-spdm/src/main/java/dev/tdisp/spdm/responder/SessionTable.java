package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.Timers;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of a responder, and how they end. */
final class SessionTable {
    private static final int FIRST_HALF = 0xFFFF;
    private static final int HALF = 16;
    private static final int SILENT_PERIODS = 2;

    private final Env env;
    private final int maximum;
    private final List<SessionListener> listeners = new ArrayList<>();
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private Consumer<SpdmSession> onEnd = session -> {};
    private int nextHalf = FIRST_HALF;

    SessionTable(Env env, int maximum) {
        this.env = env;
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
        return entries.size() >= maximum;
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
        entries.put(session.id(), new Entry(session));
        touch(session);
    }

    Optional<SpdmSession> find(long id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.session);
    }

    /** Returns the session that began last; a handshake in the clear means it. */
    Optional<SpdmSession> latest() {
        return all().stream().reduce((first, second) -> second);
    }

    List<SpdmSession> all() {
        return entries.values().stream().map(entry -> entry.session).toList();
    }

    /** Notes a sign of life. */
    void touch(SpdmSession session) {
        Entry entry = entries.get(session.id());
        if (entry != null && session.heartbeatPeriod() != 0) {
            entry.cancel();
            Duration silence = Duration.ofSeconds((long) SILENT_PERIODS * session.heartbeatPeriod());
            entry.deadline = env.timers().after(silence, () -> end(session, "no heartbeat"));
        }
    }

    void established(SpdmSession session) {
        List.copyOf(listeners).forEach(listener -> listener.sessionEstablished(session.id()));
    }

    void end(SpdmSession session, String cause) {
        Entry entry = entries.remove(session.id());
        if (entry != null) {
            entry.cancel();
            session.end(cause);
            onEnd.accept(session);
            List.copyOf(listeners).forEach(listener -> listener.sessionEnded(session.id(), cause));
        }
    }

    void endAll(String cause) {
        all().forEach(session -> end(session, cause));
    }

    private boolean isTaken(int half) {
        return entries.keySet().stream().anyMatch(id -> id >>> HALF == half);
    }

    private void advance() {
        nextHalf = nextHalf == 1 ? FIRST_HALF : nextHalf - 1;
    }

    private static final class Entry {
        private final SpdmSession session;
        private Timers.@Nullable Deadline deadline;

        Entry(SpdmSession session) {
            this.session = session;
        }

        void cancel() {
            if (deadline != null) {
                deadline.cancel();
                deadline = null;
            }
        }
    }
}
