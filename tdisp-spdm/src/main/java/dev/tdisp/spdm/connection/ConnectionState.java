package dev.tdisp.spdm.connection;

/** How far a connection has come (section 8.1). */
public enum ConnectionState {
    /** Nothing was said yet. */
    NOT_STARTED,
    /** The versions are known. */
    AFTER_VERSION,
    /** The version and the capabilities are agreed. */
    AFTER_CAPABILITIES,
    /** The algorithms are agreed: everything else is legal from here on. */
    NEGOTIATED,
    /** Digests of certificate chains were sent. */
    AFTER_DIGESTS,
    /** A certificate chain was sent. */
    AFTER_CERTIFICATE,
    /** The responder proved that it holds its key. */
    AUTHENTICATED;

    /**
     * Compares states.
     *
     * @param other the other state
     * @return true if this is the same or a later one
     */
    public boolean isAtLeast(ConnectionState other) {
        return compareTo(other) >= 0;
    }
}
