package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionTranscript;

/** A session that PSK_EXCHANGE began. */
public final class PskSession extends SpdmSession {
    /**
     * Creates a session in its handshake.
     *
     * @param secure the keys
     * @param transcript what was said, PSK_EXCHANGE_RSP included
     * @param heartbeatPeriod seconds, or 0 for never
     * @param events where changes are recorded
     */
    public PskSession(SecureSession secure, SessionTranscript transcript, int heartbeatPeriod, SpdmEvents events) {
        super(secure, transcript, heartbeatPeriod, events);
    }
}
