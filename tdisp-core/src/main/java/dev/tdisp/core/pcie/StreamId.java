package dev.tdisp.core.pcie;

import java.util.HexFormat;

/**
 * The Stream ID of an IDE stream (section 6.33).
 *
 * @param value 0 to 255
 */
public record StreamId(int value) implements Comparable<StreamId> {
    /**
     * Checks the range.
     *
     * @param value 0 to 255
     */
    public StreamId {
        if (value >>> 8 != 0) {
            throw new IllegalArgumentException("Stream ID: %d does not fit in 8 bits".formatted(value));
        }
    }

    @Override
    public int compareTo(StreamId other) {
        return Integer.compare(value, other.value);
    }

    /**
     * Returns the usual form.
     *
     * @return for example {@code stream 10h}
     */
    @Override
    public String toString() {
        return "stream " + HexFormat.of().toHexDigits((byte) value) + 'h';
    }
}
