package dev.tdisp.device.config;

import dev.tdisp.core.pcie.Type0Header;
import java.util.List;

/**
 * A memory base address register as the device was built with it.
 *
 * @param index 0 to 5
 * @param size the size of the window in bytes, a power of two
 * @param wide true if it takes 64-bit addresses and so two registers
 * @param prefetchable true if reads there have no side effects
 */
public record BarDefinition(int index, long size, boolean wide, boolean prefetchable) {
    /** The smallest window PCI Express allows. */
    public static final long SMALLEST = 128;

    private static final long DOUBLE_WORD = 0xFFFF_FFFFL;
    private static final long ADDRESS = BaseAddress.ADDRESS;

    /**
     * Checks the values.
     *
     * @param index 0 to 5
     * @param size the size of the window in bytes, a power of two
     * @param wide true if it takes 64-bit addresses and so two registers
     * @param prefetchable true if reads there have no side effects
     */
    public BarDefinition {
        if (index < 0 || index > (wide ? 4 : 5)) {
            throw new IllegalArgumentException("no BAR%d can be%s".formatted(index, wide ? " 64 bits wide" : ""));
        }
        if (Long.bitCount(size) != 1 || size < SMALLEST || !wide && size > 1L << 31) {
            throw new IllegalArgumentException("BAR%d: size %xh".formatted(index, size));
        }
    }

    /**
     * Makes the registers.
     *
     * @param name the register's name up to its number, for example {@code BAR}
     * @param first the offset of BAR0
     * @param effect what a write does
     * @return one register, or two for a wide one
     */
    BaseAddress at(String name, int first, RegisterEffect effect) {
        int offset = first + 4 * index;
        long mask = -size;
        Register low = Register.of(name + index, offset, 4)
                .withReset((wide ? Type0Header.BAR_64_BIT : 0) | (prefetchable ? Type0Header.BAR_PREFETCHABLE : 0))
                .withWritable(mask & DOUBLE_WORD & ADDRESS)
                .withEffect(effect);
        if (!wide) {
            return new BaseAddress(this, List.of(low));
        }
        Register high = Register.of(name + index + " upper", offset + 4, 4)
                .withWritable(mask >>> 32)
                .withEffect(effect);
        return new BaseAddress(this, List.of(low, high));
    }
}
