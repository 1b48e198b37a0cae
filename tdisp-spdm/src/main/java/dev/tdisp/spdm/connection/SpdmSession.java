package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.session.ScheduleKey;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionTranscript;

/**
 * One end of a session, typed by how it began.
 *
 * <p>For one thread at a time.
 */
public abstract sealed class SpdmSession permits KeyExchangeSession, PskSession {
    private final SecureSession secure;
    private final SessionTranscript transcript;
    private final int heartbeatPeriod;
    private final SpdmEvents events;
    private SessionState state = SessionState.HANDSHAKING;

    SpdmSession(SecureSession secure, SessionTranscript transcript, int heartbeatPeriod, SpdmEvents events) {
        this.secure = secure;
        this.transcript = transcript;
        this.heartbeatPeriod = heartbeatPeriod;
        this.events = events;
        events.derived(secure, ScheduleKey.Phase.HANDSHAKE);
    }

    /**
     * Returns the session id.
     *
     * @return the responder's half in the upper, the requester's in the lower 16 bits
     */
    public long id() {
        return secure.id();
    }

    /**
     * Returns the keys at work.
     *
     * @return what seals and opens records
     */
    public SecureSession secure() {
        return secure;
    }

    /**
     * Returns what was said in the handshake, and the measurements of the session.
     *
     * @return the transcript
     */
    public SessionTranscript transcript() {
        return transcript;
    }

    /**
     * Returns how often the session needs a sign of life.
     *
     * @return seconds, or 0 for never
     */
    public int heartbeatPeriod() {
        return heartbeatPeriod;
    }

    /**
     * Returns the state.
     *
     * @return how far the session has come
     */
    public SessionState state() {
        return state;
    }

    /**
     * Tells whether the handshake is over and the session is alive.
     *
     * @return true in the state ESTABLISHED
     */
    public boolean isEstablished() {
        return state == SessionState.ESTABLISHED;
    }

    /**
     * Ends the handshake: the keys of the data phase take over.
     *
     * @param th2 the digest of the whole handshake
     * @param cause the message that ended it
     * @throws IllegalStateException if the session is not in its handshake
     */
    public void establish(Bytes th2, String cause) {
        secure.establish(th2);
        events.derived(secure, ScheduleKey.Phase.DATA);
        events.erased(secure, ScheduleKey.Phase.HANDSHAKE);
        move(SessionState.ESTABLISHED, cause);
    }

    /**
     * Ends the session: the keys are forgotten.
     *
     * @param cause why
     */
    public void end(String cause) {
        if (state != SessionState.ENDED) {
            secure.destroy();
            events.erased(secure, isEstablished() ? ScheduleKey.Phase.DATA : ScheduleKey.Phase.HANDSHAKE);
            move(SessionState.ENDED, cause);
        }
    }

    private void move(SessionState next, String cause) {
        SessionState before = state;
        state = next;
        events.changed("SPDM session %08Xh".formatted(id()), before, next, cause, "section 8.3");
    }
}
