package dev.tdisp.core.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of lock flags as 16 bits, reserved ones included (section 11.3.8).
 *
 * @param bits 0 to 65535
 */
public record LockFlags(int bits) {
    /** No flag. */
    public static final LockFlags NONE = new LockFlags(0);

    /** Every defined flag: 001Fh. */
    public static final LockFlags ALL = of(LockFlag.values());

    /**
     * Checks the range.
     *
     * @param bits 0 to 65535
     */
    public LockFlags {
        Ranges.u16("FLAGS", bits);
    }

    /**
     * Sets flags.
     *
     * @param flags those that are set
     * @return the set
     */
    public static LockFlags of(LockFlag... flags) {
        int bits = 0;
        for (LockFlag flag : flags) {
            bits |= flag.mask();
        }
        return new LockFlags(bits);
    }

    /**
     * Tells whether a flag is set.
     *
     * @param flag the flag
     * @return true if it is
     */
    public boolean has(LockFlag flag) {
        return (bits & flag.mask()) != 0;
    }

    /**
     * Returns the set with one flag more.
     *
     * @param flag the flag
     * @return the larger set
     */
    public LockFlags with(LockFlag flag) {
        return new LockFlags(bits | flag.mask());
    }

    /**
     * Returns the set with one flag less.
     *
     * @param flag the flag
     * @return the smaller set
     */
    public LockFlags without(LockFlag flag) {
        return new LockFlags(bits & ~flag.mask());
    }

    /**
     * Returns the bits set in both.
     *
     * @param other the other set
     * @return the common bits
     */
    public LockFlags and(LockFlags other) {
        return new LockFlags(bits & other.bits);
    }

    /**
     * Returns the set without reserved bits.
     *
     * @return bits 4:0
     */
    public LockFlags defined() {
        return and(ALL);
    }

    /**
     * Returns the reserved bits, in place.
     *
     * @return bits 15:5 and zeros
     */
    public int reserved() {
        return bits & ~ALL.bits;
    }

    /**
     * Tells whether every bit here is set there.
     *
     * @param other the larger set
     * @return true if this is a part of it
     */
    public boolean isSubsetOf(LockFlags other) {
        return (bits & ~other.bits) == 0;
    }

    /**
     * Returns the names.
     *
     * @return for example {@code NO_FW_UPDATE|LOCK_MSIX}; reserved bits as digits; {@code none} if there is no bit
     */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (LockFlag flag : LockFlag.values()) {
            if (has(flag)) {
                names.add(flag.name());
            }
        }
        if (reserved() != 0) {
            names.add("%04Xh".formatted(reserved()));
        }
        return names.isEmpty() ? "none" : String.join("|", names);
    }
}
