package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;

/** What answers memory requests to a part of a BAR. */
public interface MmioRegion {
    /**
     * Reads.
     *
     * @param offset where, from the start of the region
     * @param length how many bytes
     * @return that many bytes
     */
    Bytes read(long offset, int length);

    /**
     * Writes.
     *
     * @param offset where, from the start of the region
     * @param data the bytes
     */
    void write(long offset, Bytes data);

    /** Gives up work that is under way. */
    default void abort() {}

    /** Forgets everything that was written, so that no secret is left. */
    void scrub();
}
