package dev.tdisp.spdm.session;

import dev.tdisp.spdm.transport.TransportBinding;

/**
 * What two parties agreed on for the records of a session.
 *
 * @param id the session id: the responder's half in the upper, the requester's in the lower 16 bits
 * @param binding the transport, which decides the format of records
 * @param isEncrypted whether records are encrypted too, not only authenticated
 * @param aeadLimitExponent how many records one key may protect: 2 to this power; 64 for no limit
 */
public record SessionParameters(long id, TransportBinding binding, boolean isEncrypted, int aeadLimitExponent) {
    /** The exponent that means no limit. */
    public static final int NO_LIMIT = 64;

    private static final int HALF = 16;

    /**
     * Checks the exponent.
     *
     * @param id the session id
     * @param binding the transport
     * @param isEncrypted whether records are encrypted too
     * @param aeadLimitExponent 0 to 64
     */
    public SessionParameters {
        if (aeadLimitExponent < 0 || aeadLimitExponent > NO_LIMIT) {
            throw new IllegalArgumentException("aeadLimitExponent: " + aeadLimitExponent);
        }
    }

    /**
     * Returns the usual parameters: encrypted, without a limit.
     *
     * @param id the session id
     * @param binding the transport
     * @return the parameters
     */
    public static SessionParameters encrypted(long id, TransportBinding binding) {
        return new SessionParameters(id, binding, true, NO_LIMIT);
    }

    /**
     * Joins the two halves of a session id.
     *
     * @param requesterHalf ReqSessionID
     * @param responderHalf RspSessionID
     * @return the session id
     */
    public static long sessionId(int requesterHalf, int responderHalf) {
        return (long) responderHalf << HALF | requesterHalf;
    }
}
