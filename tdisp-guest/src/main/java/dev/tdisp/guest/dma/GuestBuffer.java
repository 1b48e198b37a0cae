package dev.tdisp.guest.dma;

/**
 * A stretch of the guest's private memory.
 *
 * @param address a guest physical address
 * @param size in bytes; at least one
 */
public record GuestBuffer(long address, int size) {
    /** Where buffers and pieces of them start: at multiples of this. */
    public static final int ALIGNMENT = 64;

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

    /**
     * Returns a stretch of it.
     *
     * @param from how many bytes to leave out
     * @param length its size
     * @return that part
     */
    public GuestBuffer part(int from, int length) {
        if (from < 0 || from > size - length) {
            throw new IllegalArgumentException("%d bytes from %d of %s".formatted(length, from, this));
        }
        return new GuestBuffer(address + from, length);
    }

    @Override
    public String toString() {
        return "%xh+%d".formatted(address, size);
    }
}
