package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.RequesterId;

/**
 * The RID Association of a selective stream: the functions of the partner.
 *
 * @param base the first
 * @param limit the last
 */
public record RidRange(RequesterId base, RequesterId limit) {
    /** Every function. */
    public static final RidRange ALL = new RidRange(new RequesterId(0), new RequesterId(0xFFFF));

    /**
     * Returns the range of one function.
     *
     * @param function the function
     * @return a range that holds it only
     */
    public static RidRange of(RequesterId function) {
        return new RidRange(function, function);
    }

    /**
     * Tells whether a function is within; none is if the limit is below the base.
     *
     * @param function the function
     * @return true from base to limit
     */
    public boolean contains(RequesterId function) {
        return function.value() >= base.value() && function.value() <= limit.value();
    }
}
