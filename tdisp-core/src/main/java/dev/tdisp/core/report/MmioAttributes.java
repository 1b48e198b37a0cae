package dev.tdisp.core.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The attributes of a reported range, reserved bits included (section 11.3.11).
 *
 * @param bits 0 to 65535
 */
public record MmioAttributes(int bits) {
    /** No bit. */
    public static final MmioAttributes NONE = new MmioAttributes(0);

    private static final int DEFINED = of(MmioAttribute.values()).bits;

    /**
     * Checks the range.
     *
     * @param bits 0 to 65535
     */
    public MmioAttributes {
        if (bits >>> 16 != 0) {
            throw new IllegalArgumentException("range attributes: %d does not fit in 16 bits".formatted(bits));
        }
    }

    /**
     * Sets bits.
     *
     * @param attributes those that are set
     * @return the set
     */
    public static MmioAttributes of(MmioAttribute... attributes) {
        int bits = 0;
        for (MmioAttribute attribute : attributes) {
            bits |= attribute.mask();
        }
        return new MmioAttributes(bits);
    }

    /**
     * Tells whether a bit is set.
     *
     * @param attribute the bit
     * @return true if it is
     */
    public boolean has(MmioAttribute attribute) {
        return (bits & attribute.mask()) != 0;
    }

    /**
     * Returns the set with one bit more.
     *
     * @param attribute the bit
     * @return the larger set
     */
    public MmioAttributes with(MmioAttribute attribute) {
        return new MmioAttributes(bits | attribute.mask());
    }

    /**
     * Returns the set with one bit less.
     *
     * @param attribute the bit
     * @return the smaller set
     */
    public MmioAttributes without(MmioAttribute attribute) {
        return new MmioAttributes(bits & ~attribute.mask());
    }

    /**
     * Returns the reserved bits, in place.
     *
     * @return the bits without a meaning
     */
    public int reserved() {
        return bits & ~DEFINED;
    }

    /**
     * Returns the names.
     *
     * @return names joined by a bar; reserved bits as digits; {@code none} if there is no bit
     */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (MmioAttribute attribute : MmioAttribute.values()) {
            if (has(attribute)) {
                names.add(attribute.name());
            }
        }
        if (reserved() != 0) {
            names.add("%04Xh".formatted(reserved()));
        }
        return names.isEmpty() ? "none" : String.join("|", names);
    }
}
