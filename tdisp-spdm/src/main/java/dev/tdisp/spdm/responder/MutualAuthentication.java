package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.SessionAuthentication;

/**
 * What a responder wants to know of the requester's identity; each needs MUT_AUTH_CAP on both sides.
 *
 * @param isChallenging whether CHALLENGE is answered by a CHALLENGE of the responder's own (basic mutual authentication)
 * @param inSessions how the requester is to prove itself in the handshake of a session
 * @param isRequired whether a session with a requester that cannot do so is refused
 */
public record MutualAuthentication(boolean isChallenging, SessionAuthentication inSessions, boolean isRequired) {
    /** Nothing: any requester is served. */
    public static final MutualAuthentication NONE = new MutualAuthentication(false, SessionAuthentication.NONE, false);

    /**
     * Returns the wish to know the requester in sessions.
     *
     * @param how how it is to prove itself
     * @return the wish; who cannot fulfil it is served nevertheless
     */
    public static MutualAuthentication inSessions(SessionAuthentication how) {
        return new MutualAuthentication(false, how, false);
    }

    /**
     * Returns the same, with a challenge of the responder's own.
     *
     * @return the changed copy
     */
    public MutualAuthentication challenging() {
        return new MutualAuthentication(true, inSessions, isRequired);
    }

    /**
     * Returns the same, but as a condition.
     *
     * @return the changed copy
     */
    public MutualAuthentication required() {
        return new MutualAuthentication(isChallenging, inSessions, true);
    }
}
