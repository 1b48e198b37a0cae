package dev.tdisp.spdm.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The listeners of one end. One that fails keeps nothing from the others, nor from the end of a session: what it throws is
 * thrown when all is done.
 *
 * <p>For one thread at a time.
 */
public final class SessionListeners {
    private final List<SessionListener> listeners = new ArrayList<>();

    /** Creates an empty list. */
    public SessionListeners() {}

    /**
     * Adds a listener.
     *
     * @param listener is told from now on
     */
    public void add(SessionListener listener) {
        listeners.add(listener);
    }

    /**
     * Tells that a session can be used.
     *
     * @param sessionId the session
     */
    public void established(long sessionId) {
        each(listeners, listener -> listener.sessionEstablished(sessionId));
    }

    /**
     * Tells that a session has ended.
     *
     * @param sessionId the session
     * @param cause why
     */
    public void ended(long sessionId, String cause) {
        each(listeners, listener -> listener.sessionEnded(sessionId, cause));
    }

    /**
     * Does something with each of a list, whatever fails meanwhile.
     *
     * @param <T> what the list is of
     * @param all the list, which may change meanwhile
     * @param action what is done; the first exception is thrown in the end, the others go with it
     */
    public static <T> void each(List<T> all, Consumer<T> action) {
        List<RuntimeException> failures = new ArrayList<>();
        for (T one : List.copyOf(all)) {
            try {
                action.accept(one);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
