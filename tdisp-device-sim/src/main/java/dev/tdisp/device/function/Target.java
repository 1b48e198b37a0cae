package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;

/**
 * Where a memory request ends.
 *
 * @param function the function
 * @param region the part of the BAR
 * @param offset where in the BAR
 */
public record Target(DeviceFunction function, BarRegion region, long offset) {
    /**
     * Reads there.
     *
     * @param length how many bytes
     * @return the bytes
     */
    public Bytes read(int length) {
        return region.content().read(offset - region.offset(), length);
    }

    /**
     * Writes there.
     *
     * @param data the bytes
     */
    public void write(Bytes data) {
        region.content().write(offset - region.offset(), data);
    }
}
