package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;

/** The way of a function's work to memory. */
public interface DmaPort {
    /**
     * Reads memory.
     *
     * @param address of the first byte
     * @param length how many bytes
     * @return the bytes, or why there are none
     */
    DmaResult read(long address, int length);

    /**
     * Writes memory.
     *
     * @param address of the first byte
     * @param data the bytes
     * @return no bytes, or why nothing or not all was written
     */
    DmaResult write(long address, Bytes data);
}
