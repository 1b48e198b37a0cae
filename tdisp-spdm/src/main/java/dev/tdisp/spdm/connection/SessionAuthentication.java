package dev.tdisp.spdm.connection;

import java.util.Optional;

/** How the requester proves itself in the handshake of a session, the field MutAuthRequested (section 2.8). */
public enum SessionAuthentication {
    /** It does not. */
    NONE(0),
    /** It signs FINISH with a key that the responder knows already. */
    SIGNATURE(1),
    /** The responder asks for its chain by encapsulated requests first. */
    ENCAPSULATED(2),
    /** The same, but the first of them, GET_DIGESTS, goes without saying. */
    DIGESTS(4);

    private final int code;

    SessionAuthentication(int code) {
        this.code = code;
    }

    /**
     * Returns the value on the wire.
     *
     * @return 0, 1, 2 or 4
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether the responder asks before FINISH.
     *
     * @return true if there are encapsulated requests
     */
    public boolean isEncapsulated() {
        return this == ENCAPSULATED || this == DIGESTS;
    }

    /**
     * Finds the meaning of a value.
     *
     * @param code the value
     * @return the meaning, or nothing for a reserved value
     */
    public static Optional<SessionAuthentication> of(int code) {
        for (SessionAuthentication authentication : values()) {
            if (authentication.code == code) {
                return Optional.of(authentication);
            }
        }
        return Optional.empty();
    }
}
