package dev.tdisp.spdm.connection;

/** How far a session has come (section 8.3). */
public enum SessionState {
    /** The keys of the handshake are there. */
    HANDSHAKING,
    /** The handshake is over, the keys of the data phase are there. */
    ESTABLISHED,
    /** The keys are gone. */
    ENDED
}
