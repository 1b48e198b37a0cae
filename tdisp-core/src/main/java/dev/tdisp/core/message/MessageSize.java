package dev.tdisp.core.message;

/**
 * How large a message may be.
 *
 * @param minimum the least size in bytes, header included
 * @param isExact true if it is the only size
 */
public record MessageSize(int minimum, boolean isExact) {
    /**
     * Describes a message of one size.
     *
     * @param size in bytes
     * @return the only size
     */
    public static MessageSize exactly(int size) {
        return new MessageSize(size, true);
    }

    /**
     * Describes a message with a part of any length.
     *
     * @param size its size in bytes without that part
     * @return that size and all larger ones
     */
    public static MessageSize atLeast(int size) {
        return new MessageSize(size, false);
    }

    /**
     * Tells whether a message may be so large.
     *
     * @param size in bytes
     * @return true if it may
     */
    public boolean allows(int size) {
        return isExact ? size == minimum : size >= minimum;
    }
}
