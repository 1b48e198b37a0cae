package dev.tdisp.device.config;

/**
 * What one configuration write did to one register.
 *
 * @param register the register
 * @param before its value before
 * @param written the value on the wire, 0 in bytes that were not enabled
 * @param after its value after
 */
public record RegisterChange(Register register, long before, long written, long after) {
    /**
     * Tells whether the value is another one now.
     *
     * @return true if some bit changed
     */
    public boolean isModification() {
        return before != after;
    }

    /**
     * Tells whether some of these bits changed.
     *
     * @param mask the bits
     * @return true if one of them has another value now
     */
    public boolean changes(long mask) {
        return ((before ^ after) & mask) != 0;
    }

    /**
     * Tells whether some of these bits went from 1 to 0.
     *
     * @param mask the bits
     * @return true if one of them was cleared
     */
    public boolean clears(long mask) {
        return (before & ~after & mask) != 0;
    }

    /**
     * Tells whether some of these bits went from 0 to 1.
     *
     * @param mask the bits
     * @return true if one of them was set
     */
    public boolean sets(long mask) {
        return (~before & after & mask) != 0;
    }

    /**
     * Tells whether 1 was written to one of these bits, whatever they read afterwards: for bits that start something.
     *
     * @param mask the bits
     * @return true if a 1 was on the wire
     */
    public boolean triggers(long mask) {
        return (written & mask) != 0;
    }
}
