package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.measurement.MeasurementSummary;

/**
 * How a session is to begin.
 *
 * @param slot the slot whose key the responder signs with; of no meaning for a pre-shared key
 * @param summary which measurements the responder summarizes
 * @param sessionPolicy the byte SessionPolicy: bit 0 lets the session survive an update of firmware
 */
public record SessionOptions(int slot, MeasurementSummary summary, int sessionPolicy) {
    /** Slot 0, no summary, no policy. */
    public static final SessionOptions DEFAULT = new SessionOptions(0, MeasurementSummary.NONE, 0);

    /**
     * Returns the options with another slot.
     *
     * @param changed the slot whose key the responder signs with
     * @return the changed copy
     */
    public SessionOptions withSlot(int changed) {
        return new SessionOptions(changed, summary, sessionPolicy);
    }

    /**
     * Returns the options with another summary.
     *
     * @param changed which measurements the responder summarizes
     * @return the changed copy
     */
    public SessionOptions withSummary(MeasurementSummary changed) {
        return new SessionOptions(slot, changed, sessionPolicy);
    }

    /**
     * Returns the options with another policy.
     *
     * @param changed the byte SessionPolicy
     * @return the changed copy
     */
    public SessionOptions withSessionPolicy(int changed) {
        return new SessionOptions(slot, summary, changed);
    }
}
