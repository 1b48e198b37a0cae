package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;

/** Whoever watches what all software of the host can see. */
@FunctionalInterface
public interface OpenBytesListener {
    /**
     * Takes bytes that passed in the open.
     *
     * @param address the host physical address of the first
     * @param content the bytes
     */
    void passed(long address, Bytes content);
}
