package dev.tdisp.device.config;

/**
 * What else a device may be built with.
 *
 * @param expansionRom the size of its expansion ROM, a power of two from 2 KiB; 0 for none
 * @param serialNumber its serial number, shown where the layout has a place for it
 * @param keepsStateInD3 true if leaving D3hot is no reset
 * @param selfTest true if it has a built-in self test, which passes
 * @param fourteenBitTags true if Device 3 offers 14-bit tags
 * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
 * @param teeIo true if its functions say that they can be TDIs
 */
public record DeviceOptions(
        long expansionRom,
        long serialNumber,
        boolean keepsStateInD3,
        boolean selfTest,
        boolean fourteenBitTags,
        boolean anyPageSize,
        boolean teeIo) {
    /** The options of the worked example: nothing else, and it keeps its state in D3hot. */
    public static final DeviceOptions PLAIN = new DeviceOptions(0, 0, true, false, false, false, true);

    private static final long SMALLEST_ROM = 2048;

    /**
     * Checks the size.
     *
     * @param expansionRom the size of its expansion ROM, a power of two from 2 KiB; 0 for none
     * @param serialNumber its serial number, shown where the layout has a place for it
     * @param keepsStateInD3 true if leaving D3hot is no reset
     * @param selfTest true if it has a built-in self test, which passes
     * @param fourteenBitTags true if Device 3 offers 14-bit tags
     * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
     * @param teeIo true if its functions say that they can be TDIs
     */
    public DeviceOptions {
        if (expansionRom != 0 && (Long.bitCount(expansionRom) != 1 || expansionRom < SMALLEST_ROM)) {
            throw new IllegalArgumentException("expansionRom: %xh bytes".formatted(expansionRom));
        }
    }

    /**
     * Returns the options of a device whose System Page Size takes anything, or not.
     *
     * @param any true if it takes also what is not supported
     * @return the changed copy
     */
    public DeviceOptions withAnyPageSize(boolean any) {
        return new DeviceOptions(expansionRom, serialNumber, keepsStateInD3, selfTest, fourteenBitTags, any, teeIo);
    }

    /**
     * Returns the options of a device that keeps its state in D3hot, or not.
     *
     * @param keeps true if leaving D3hot is no reset
     * @return the changed copy
     */
    public DeviceOptions withStateInD3(boolean keeps) {
        return new DeviceOptions(expansionRom, serialNumber, keeps, selfTest, fourteenBitTags, anyPageSize, teeIo);
    }

    /**
     * Returns the options of functions that are no TDIs.
     *
     * @return the changed copy
     */
    public DeviceOptions withoutTeeIo() {
        return new DeviceOptions(
                expansionRom, serialNumber, keepsStateInD3, selfTest, fourteenBitTags, anyPageSize, false);
    }
}
