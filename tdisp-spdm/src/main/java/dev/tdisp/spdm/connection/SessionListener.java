package dev.tdisp.spdm.connection;

/** Is told what becomes of the sessions of one end. */
@FunctionalInterface
public interface SessionListener {
    /**
     * A session ended; its keys are gone, and no message in it is answered any more.
     *
     * @param sessionId the session
     * @param cause why it ended
     */
    void sessionEnded(long sessionId, String cause);

    /**
     * A session's handshake is over.
     *
     * @param sessionId the session
     */
    default void sessionEstablished(long sessionId) {}
}
