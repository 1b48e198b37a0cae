package dev.tdisp.core.tdi;

import dev.tdisp.core.message.TdispErrorCode;

/**
 * Why a device does not do what was asked.
 *
 * @param code what the TDISP_ERROR says
 * @param condition the condition that does not hold, for example {@code L3}
 * @param reason a sentence for people
 */
public record Refusal(TdispErrorCode code, String condition, String reason) {
    /**
     * Refuses what BIND_P2P_STREAM, UNBIND_P2P_STREAM or SET_MMIO_ATTRIBUTE asked (sections 11.3.18 to 11.3.22).
     *
     * @param condition the condition that does not hold
     * @param reason a sentence for people
     * @return a refusal with INVALID_REQUEST
     */
    public static Refusal invalidRequest(String condition, String reason) {
        return new Refusal(TdispErrorCode.INVALID_REQUEST, condition, reason);
    }

    /**
     * Refuses for the same reason with another code.
     *
     * @param other what the TDISP_ERROR says
     * @return the changed copy
     */
    public Refusal withCode(TdispErrorCode other) {
        return new Refusal(other, condition, reason);
    }

    @Override
    public String toString() {
        return condition + ", " + reason;
    }
}
