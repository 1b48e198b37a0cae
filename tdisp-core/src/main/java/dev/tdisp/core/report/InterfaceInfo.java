package dev.tdisp.core.report;

import java.util.ArrayList;
import java.util.List;

/**
 * INTERFACE_INFO: what the interface does while it is locked, reserved bits included (section 11.3.11).
 *
 * @param bits 0 to 65535
 */
public record InterfaceInfo(int bits) {
    /** No bit. */
    public static final InterfaceInfo NONE = new InterfaceInfo(0);

    private static final int DEFINED = of(InterfaceFeature.values()).bits;

    /**
     * Checks the range.
     *
     * @param bits 0 to 65535
     */
    public InterfaceInfo {
        if (bits >>> 16 != 0) {
            throw new IllegalArgumentException("INTERFACE_INFO: %d does not fit in 16 bits".formatted(bits));
        }
    }

    /**
     * Sets bits.
     *
     * @param features those that are set
     * @return the set
     */
    public static InterfaceInfo of(InterfaceFeature... features) {
        int bits = 0;
        for (InterfaceFeature feature : features) {
            bits |= feature.mask();
        }
        return new InterfaceInfo(bits);
    }

    /**
     * Tells whether a bit is set.
     *
     * @param feature the bit
     * @return true if it is
     */
    public boolean has(InterfaceFeature feature) {
        return (bits & feature.mask()) != 0;
    }

    /**
     * Returns the set with one bit more.
     *
     * @param feature the bit
     * @return the larger set
     */
    public InterfaceInfo with(InterfaceFeature feature) {
        return new InterfaceInfo(bits | feature.mask());
    }

    /**
     * Returns the set with one bit less.
     *
     * @param feature the bit
     * @return the smaller set
     */
    public InterfaceInfo without(InterfaceFeature feature) {
        return new InterfaceInfo(bits & ~feature.mask());
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
        for (InterfaceFeature feature : InterfaceFeature.values()) {
            if (has(feature)) {
                names.add(feature.name());
            }
        }
        if (reserved() != 0) {
            names.add("%04Xh".formatted(reserved()));
        }
        return names.isEmpty() ? "none" : String.join("|", names);
    }
}
