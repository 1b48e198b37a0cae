package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;

/** Where the accesses of a processor go that hit no memory but a device. */
public interface MmioTarget {
    /**
     * Tells whether an address leads to a device.
     *
     * @param address a host physical address
     * @return true if it lies in a window of the root port
     */
    boolean claims(long address);

    /**
     * Tells whether all of these pages lead to a device.
     *
     * @param pages host physical pages
     * @return true if each lies in a window of a root port
     */
    default boolean claims(PageRange pages) {
        for (long i = 0; i < pages.count(); i++) {
            if (!claims(pages.page(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads from a device.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @param trusted the T bit of the request: true for an access through a private mapping of a guest
     * @return the bytes, or why not
     */
    MemoryResult read(long address, int length, boolean trusted);

    /**
     * Writes to a device. A write is posted: that it is done says only that it left the root port.
     *
     * @param address a host physical address
     * @param content the bytes
     * @param trusted the T bit of the request
     * @return done, or why it could not leave
     */
    MemoryResult write(long address, Bytes content, boolean trusted);
}
