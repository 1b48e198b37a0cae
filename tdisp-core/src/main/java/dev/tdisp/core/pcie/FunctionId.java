package dev.tdisp.core.pcie;

import java.util.HexFormat;

/**
 * A function in the whole system.
 *
 * @param segment the segment number, 0 to 255
 * @param requesterId the function within the segment
 */
public record FunctionId(int segment, RequesterId requesterId) {
    /**
     * Checks the range.
     *
     * @param segment 0 to 255
     * @param requesterId the function
     */
    public FunctionId {
        if (segment >>> 8 != 0) {
            throw new IllegalArgumentException("segment: %d does not fit in 8 bits".formatted(segment));
        }
    }

    /**
     * Returns the usual form.
     *
     * @return for example {@code 0000:01:00.1}
     */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits((short) segment) + ':' + requesterId;
    }
}
