package dev.tdisp.device.function;

/**
 * A part of a BAR, whole 4 KiB pages long.
 *
 * @param bar the number of the BAR
 * @param offset where it starts in the BAR
 * @param size its size in bytes
 * @param kind what it holds
 * @param updatable true if its kind may be changed between TEE and non-TEE memory while the TDI runs
 * @param content what answers there
 */
public record BarRegion(int bar, long offset, long size, RegionKind kind, boolean updatable, MmioRegion content) {
    /** The granularity of regions, as of the report. */
    public static final long PAGE = 4096;

    /**
     * Checks the place.
     *
     * @param bar the number of the BAR
     * @param offset where it starts in the BAR
     * @param size its size in bytes
     * @param kind what it holds
     * @param updatable true if its kind may be changed between TEE and non-TEE memory while the TDI runs
     * @param content what answers there
     */
    public BarRegion {
        if (size <= 0 || (offset | size) % PAGE != 0) {
            throw new IllegalArgumentException("region of %xh bytes at %xh: not whole pages".formatted(size, offset));
        }
    }

    /**
     * Returns where the next region may start.
     *
     * @return the offset behind its last byte
     */
    public long end() {
        return offset + size;
    }
}
