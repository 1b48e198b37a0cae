package dev.tdisp.host.memory;

/**
 * Consecutive pages of 4 KiB.
 *
 * @param address the address of the first; a multiple of the page size
 * @param count how many; at least one
 */
public record PageRange(long address, long count) {
    /** The size of a page. */
    public static final int PAGE_SIZE = 4096;

    private static final long OFFSET_MASK = PAGE_SIZE - 1L;

    /**
     * Checks alignment and count.
     *
     * @param address a multiple of the page size
     * @param count at least one
     */
    public PageRange {
        if ((address & OFFSET_MASK) != 0) {
            throw new IllegalArgumentException("address: %xh is not the start of a page".formatted(address));
        }
        if (count < 1 || count > Long.MAX_VALUE / PAGE_SIZE) {
            throw new IllegalArgumentException("count: %d pages cannot be".formatted(count));
        }
        if (Long.compareUnsigned(address + count * PAGE_SIZE - 1, address) < 0) {
            throw new IllegalArgumentException("%d pages from %xh leave the address space".formatted(count, address));
        }
    }

    /**
     * Returns the pages that hold a stretch of bytes.
     *
     * @param address where it starts
     * @param size its size in bytes; at least one
     * @return the pages it touches
     */
    public static PageRange covering(long address, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("size: %d bytes touch no page".formatted(size));
        }
        long first = pageOf(address);
        return new PageRange(first, ((address + size - 1 - first) >>> 12) + 1);
    }

    /**
     * Returns the page that holds a byte.
     *
     * @param address the address of the byte
     * @return the address of its page
     */
    public static long pageOf(long address) {
        return address & ~OFFSET_MASK;
    }

    /** Returns how many bytes there are from an address to the end of its page. */
    static int leftInPage(long address) {
        return (int) (PAGE_SIZE - (address & OFFSET_MASK));
    }

    /**
     * Returns the size of all pages.
     *
     * @return the number of bytes
     */
    public long size() {
        return count * PAGE_SIZE;
    }

    /**
     * Returns the address of one page.
     *
     * @param index 0 for the first
     * @return its address
     */
    public long page(long index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("page %d of %d".formatted(index, count));
        }
        return address + index * PAGE_SIZE;
    }

    /**
     * Tells whether a byte lies within.
     *
     * @param candidate the address of the byte
     * @return true if one of the pages holds it
     */
    public boolean contains(long candidate) {
        return Long.compareUnsigned(candidate - address, size()) < 0;
    }

    /**
     * Tells whether a page belongs to both ranges.
     *
     * @param other another range
     * @return true if they share a page
     */
    public boolean overlaps(PageRange other) {
        return contains(other.address) || other.contains(address);
    }

    /**
     * Returns the usual form.
     *
     * @return for example {@code 4000000000h+16 pages}
     */
    @Override
    public String toString() {
        return "%xh+%d page%s".formatted(address, count, count == 1 ? "" : "s");
    }
}
