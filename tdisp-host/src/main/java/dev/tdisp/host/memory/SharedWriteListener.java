package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;

/** Whoever watches what becomes readable for everybody. */
@FunctionalInterface
public interface SharedWriteListener {
    /**
     * Takes a write that was done.
     *
     * @param address the host physical address of its first byte
     * @param content what was written
     */
    void written(long address, Bytes content);
}
