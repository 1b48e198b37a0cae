package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionTranscript;

/** A session that KEY_EXCHANGE began. */
public final class KeyExchangeSession extends SpdmSession {
    private final int slot;
    private final boolean isHandshakeInTheClear;

    /**
     * Creates a session in its handshake.
     *
     * @param secure the keys
     * @param transcript what was said, KEY_EXCHANGE_RSP included
     * @param heartbeatPeriod seconds, or 0 for never
     * @param events where changes are recorded
     * @param slot the slot whose key the responder signed with
     * @param isHandshakeInTheClear whether FINISH goes unencrypted
     */
    public KeyExchangeSession(
            SecureSession secure,
            SessionTranscript transcript,
            int heartbeatPeriod,
            SpdmEvents events,
            int slot,
            boolean isHandshakeInTheClear) {
        super(secure, transcript, heartbeatPeriod, events);
        this.slot = slot;
        this.isHandshakeInTheClear = isHandshakeInTheClear;
    }

    /**
     * Returns the slot whose key the responder signed with.
     *
     * @return 0 to 7
     */
    public int slot() {
        return slot;
    }

    /**
     * Tells whether FINISH goes unencrypted.
     *
     * @return true if both ends have HANDSHAKE_IN_THE_CLEAR_CAP
     */
    public boolean isHandshakeInTheClear() {
        return isHandshakeInTheClear;
    }
}
