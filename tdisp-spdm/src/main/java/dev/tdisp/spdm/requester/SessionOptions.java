package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.session.SessionParameters;

/**
 * How a session is to begin.
 *
 * @param slot the slot whose key the responder signs with; of no meaning for a pre-shared key
 * @param summary which measurements the responder summarizes
 * @param sessionPolicy the byte SessionPolicy: bit 0 lets the session survive an update of firmware
 * @param aeadLimitExponent how many records one key may protect: 2 to this power, 64 for no limit; the responder is told so
 *     if secured messages are of version 1.3, and older ones know no limit
 */
public record SessionOptions(int slot, MeasurementSummary summary, int sessionPolicy, int aeadLimitExponent) {
    /** Slot 0, no summary, no policy, no limit. */
    public static final SessionOptions DEFAULT =
            new SessionOptions(0, MeasurementSummary.NONE, 0, SessionParameters.NO_LIMIT);

    /**
     * Checks the limit.
     *
     * @param slot the slot whose key the responder signs with
     * @param summary which measurements the responder summarizes
     * @param sessionPolicy the byte SessionPolicy
     * @param aeadLimitExponent 0 to 64
     * @throws IllegalArgumentException if the limit is not 0 to 64
     */
    public SessionOptions {
        if (aeadLimitExponent < 0 || aeadLimitExponent > SessionParameters.NO_LIMIT) {
            throw new IllegalArgumentException("aeadLimitExponent: %d".formatted(aeadLimitExponent));
        }
    }

    /**
     * Returns the options with another slot.
     *
     * @param changed the slot whose key the responder signs with
     * @return the changed copy
     */
    public SessionOptions withSlot(int changed) {
        return new SessionOptions(changed, summary, sessionPolicy, aeadLimitExponent);
    }

    /**
     * Returns the options with another summary.
     *
     * @param changed which measurements the responder summarizes
     * @return the changed copy
     */
    public SessionOptions withSummary(MeasurementSummary changed) {
        return new SessionOptions(slot, changed, sessionPolicy, aeadLimitExponent);
    }

    /**
     * Returns the options with another policy.
     *
     * @param changed the byte SessionPolicy
     * @return the changed copy
     */
    public SessionOptions withSessionPolicy(int changed) {
        return new SessionOptions(slot, summary, changed, aeadLimitExponent);
    }

    /**
     * Returns the options with another limit of records.
     *
     * @param changed how many records one key may protect: 2 to this power, 64 for no limit
     * @return the changed copy
     */
    public SessionOptions withAeadLimit(int changed) {
        return new SessionOptions(slot, summary, sessionPolicy, changed);
    }
}
