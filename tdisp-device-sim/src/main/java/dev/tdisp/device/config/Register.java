package dev.tdisp.device.config;

/**
 * A register of a configuration space, without its present value.
 *
 * <pre>{@code
 * Register.of("Command", 0x04, 2).withWritable(0x0546).withEffect(RegisterEffect.COMMAND);
 * }</pre>
 *
 * @param name the specification's name
 * @param offset where it starts
 * @param size 1 to 4 bytes, within one double word
 * @param reset its value after a reset
 * @param writable the bits software may write
 * @param clearable the bits software clears by writing 1
 * @param retained the bits that survive a function level reset
 * @param sticky the bits that survive a hot reset too
 * @param effect what a write does besides
 * @param doubleWordOnly true if accesses of another size than 4 bytes miss it
 * @param oneHot true if it takes only values with exactly one bit set, and that a writable one
 */
public record Register(
        String name,
        int offset,
        int size,
        long reset,
        long writable,
        long clearable,
        long retained,
        long sticky,
        RegisterEffect effect,
        boolean doubleWordOnly,
        boolean oneHot) {
    /**
     * Checks the place.
     *
     * @param name the specification's name
     * @param offset where it starts
     * @param size 1 to 4 bytes, within one double word
     * @param reset its value after a reset
     * @param writable the bits software may write
     * @param clearable the bits software clears by writing 1
     * @param retained the bits that survive a function level reset
     * @param sticky the bits that survive a hot reset too
     * @param effect what a write does besides
     * @param doubleWordOnly true if accesses of another size than 4 bytes miss it
     * @param oneHot true if it takes only values with exactly one bit set, and that a writable one
     */
    public Register {
        if (offset < 0 || size < 1 || (offset & 3) + size > 4 || offset >= ConfigurationSpace.SIZE) {
            throw new IllegalArgumentException("%s: %d bytes cannot be at %xh".formatted(name, size, offset));
        }
    }

    /**
     * Creates a read-only register of value 0.
     *
     * @param name the specification's name
     * @param offset where it starts
     * @param size 1 to 4 bytes
     * @return the register
     */
    public static Register of(String name, int offset, int size) {
        return new Register(name, offset, size, 0, 0, 0, 0, 0, RegisterEffect.NONE, false, false);
    }

    /**
     * Creates a read-only register.
     *
     * @param name the specification's name
     * @param offset where it starts
     * @param size 1 to 4 bytes
     * @param value its value, for ever
     * @return the register
     */
    public static Register readOnly(String name, int offset, int size, long value) {
        return of(name, offset, size).withReset(value);
    }

    /**
     * Returns the register with another reset value.
     *
     * @param value the value after a reset
     * @return the changed register
     */
    public Register withReset(long value) {
        return new Register(
                name,
                offset,
                size,
                value & bits(),
                writable,
                clearable,
                retained,
                sticky,
                effect,
                doubleWordOnly,
                oneHot);
    }

    /**
     * Returns the register with other writable bits.
     *
     * @param mask the bits software may write
     * @return the changed register
     */
    public Register withWritable(long mask) {
        return new Register(
                name, offset, size, reset, mask & bits(), clearable, retained, sticky, effect, doubleWordOnly, oneHot);
    }

    /**
     * Returns the register with other bits that writing 1 clears.
     *
     * @param mask the bits
     * @return the changed register
     */
    public Register withClearable(long mask) {
        return new Register(
                name, offset, size, reset, writable, mask & bits(), retained, sticky, effect, doubleWordOnly, oneHot);
    }

    /**
     * Returns the register with other bits that survive a function level reset.
     *
     * @param mask the bits
     * @return the changed register
     */
    public Register withRetained(long mask) {
        return new Register(
                name, offset, size, reset, writable, clearable, mask & bits(), sticky, effect, doubleWordOnly, oneHot);
    }

    /**
     * Returns the register with other bits that survive both a function level reset and a hot reset.
     *
     * @param mask the bits
     * @return the changed register
     */
    public Register withSticky(long mask) {
        long bits = mask & bits();
        return new Register(name, offset, size, reset, writable, clearable, bits, bits, effect, doubleWordOnly, oneHot);
    }

    /**
     * Returns the register with another effect.
     *
     * @param other what a write does
     * @return the changed register
     */
    public Register withEffect(RegisterEffect other) {
        return new Register(
                name, offset, size, reset, writable, clearable, retained, sticky, other, doubleWordOnly, oneHot);
    }

    /**
     * Returns the register as one that only accesses of 4 bytes reach.
     *
     * @return the changed register
     */
    public Register withDoubleWordAccess() {
        return new Register(name, offset, size, reset, writable, clearable, retained, sticky, effect, true, oneHot);
    }

    /**
     * Returns the register as one that takes only single writable bits.
     *
     * @return the changed register
     */
    public Register withOneHotValues() {
        return new Register(
                name, offset, size, reset, writable, clearable, retained, sticky, effect, doubleWordOnly, true);
    }

    /**
     * Returns the mask of all bits.
     *
     * @return as many ones as the register has bits
     */
    public long bits() {
        return (1L << (8 * size)) - 1;
    }

    /**
     * Returns where the next register may start.
     *
     * @return the offset behind the last byte
     */
    public int end() {
        return offset + size;
    }
}
