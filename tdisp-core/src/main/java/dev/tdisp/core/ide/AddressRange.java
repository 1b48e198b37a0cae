package dev.tdisp.core.ide;

/**
 * An address association of a selective stream, in units of 1 MiB.
 *
 * @param base the first address; its low 20 bits are 0
 * @param limit the last address; its low 20 bits are 1
 */
public record AddressRange(long base, long limit) {
    private static final long LOW_BITS = 0xFFFFF;

    /**
     * Extends the range to whole units.
     *
     * @param base the first address
     * @param limit the last address
     */
    public AddressRange {
        base &= ~LOW_BITS;
        limit |= LOW_BITS;
    }

    /**
     * Tells whether an address is within.
     *
     * @param address the address
     * @return true from base to limit, unsigned
     */
    public boolean contains(long address) {
        return Long.compareUnsigned(address, base) >= 0 && Long.compareUnsigned(address, limit) <= 0;
    }
}
