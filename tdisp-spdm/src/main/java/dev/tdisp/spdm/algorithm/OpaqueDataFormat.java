package dev.tdisp.spdm.algorithm;

import java.util.Optional;

/** How opaque data is built, as OtherParamsSupport offers and selects it (from version 1.2 on). */
public enum OpaqueDataFormat {
    /** No opaque data. */
    NONE(0),
    /** Vendors decide. */
    FORMAT_0(1),
    /** The general format with elements; what a session needs. */
    FORMAT_1(2);

    private final int bit;

    OpaqueDataFormat(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the bit that stands for this format.
     *
     * @return 0, 1 or 2
     */
    public int bit() {
        return bit;
    }

    /**
     * Finds the format of a selection.
     *
     * @param bits the low 4 bits of OtherParamsSelection
     * @return the format, or nothing if several bits or reserved ones are set
     */
    public static Optional<OpaqueDataFormat> of(int bits) {
        for (OpaqueDataFormat format : values()) {
            if (format.bit == bits) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
