package dev.tdisp.spdm.connection;

import dev.tdisp.core.env.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Ends sessions that give no sign of life for two periods of their heartbeat (section 8.4).
 *
 * <p>For one thread at a time.
 */
public final class SessionWatch {
    private static final int SILENT_PERIODS = 2;

    private final Timers timers;
    private final BiConsumer<SpdmSession, String> end;
    private final Map<SpdmSession, Timers.Deadline> deadlines = new HashMap<>();

    /**
     * Creates a watch of no session.
     *
     * @param timers where deadlines are set
     * @param end ends a session, and says why
     */
    public SessionWatch(Timers timers, BiConsumer<SpdmSession, String> end) {
        this.timers = timers;
        this.end = end;
    }

    /**
     * Notes a sign of life; the first one begins the watch.
     *
     * @param session the session that gave it; without effect if it has no heartbeat
     */
    public void touch(SpdmSession session) {
        forget(session);
        if (session.heartbeatPeriod() != 0) {
            Duration silence = Duration.ofSeconds((long) SILENT_PERIODS * session.heartbeatPeriod());
            deadlines.put(session, timers.after(silence, () -> end.accept(session, "no heartbeat")));
        }
    }

    /**
     * Ends the watch.
     *
     * @param session the session that has ended
     */
    public void forget(SpdmSession session) {
        Timers.Deadline deadline = deadlines.remove(session);
        if (deadline != null) {
            deadline.cancel();
        }
    }
}
