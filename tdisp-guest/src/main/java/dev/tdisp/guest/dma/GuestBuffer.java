package dev.tdisp.guest.dma;

/**
 * A stretch of the guest's private memory.
 *
 * @param address a guest physical address
 * @param size in bytes; at least one
 */
public record GuestBuffer(long address, int size) {
    /**
     * Checks the size.
     *
     * @param address a guest physical address
     * @param size at least one
     */
    public GuestBuffer {
        if (size < 1) {
            throw new IllegalArgumentException("size: a buffer of %d bytes".formatted(size));
        }
    }

    @Override
    public String toString() {
        return "%xh+%d".formatted(address, size);
    }
}
