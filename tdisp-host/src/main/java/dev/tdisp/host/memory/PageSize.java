package dev.tdisp.host.memory;

/** The sizes of pages in tables of owners and of addresses. */
public enum PageSize {
    /** 4 KiB. */
    SMALL(1),
    /** 2 MiB: one entry for 512 pages, which are aligned to its size at both ends of a translation. */
    LARGE(512);

    private final int pages;

    PageSize(int pages) {
        this.pages = pages;
    }

    /**
     * Returns how many pages of 4 KiB one is.
     *
     * @return 1 or 512
     */
    public int pages() {
        return pages;
    }

    /**
     * Returns the size.
     *
     * @return in bytes
     */
    public long bytes() {
        return (long) pages * PageRange.PAGE_SIZE;
    }

    /**
     * Returns how many entries a range takes, each of which a guest has to accept.
     *
     * @param size the size of the range in bytes
     * @return the number of entries
     */
    public long entries(long size) {
        return (size + bytes() - 1) / bytes();
    }

    /**
     * Returns the start of the page that holds a byte.
     *
     * @param address the address of the byte
     * @return the address of its page of this size
     */
    public long pageOf(long address) {
        return address & -bytes();
    }

    /**
     * Tells whether a range is whole pages of this size.
     *
     * @param range the range
     * @return true if start and size are multiples of the size
     */
    public boolean divides(PageRange range) {
        return pageOf(range.address()) == range.address() && range.count() % pages == 0;
    }
}
