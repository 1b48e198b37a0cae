package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.PageRange;

/** Hands out addresses of a range from its start on, each aligned to its size. What was handed out last is handed back first. */
final class WindowAllocator {
    private final PageRange range;
    private long next;

    WindowAllocator(PageRange range) {
        this.range = range;
        this.next = range.address();
    }

    long allocate(long size, long alignment) {
        long address = (next + alignment - 1) / alignment * alignment;
        long end = address + size;
        if (size < 1 || !range.contains(address) || !range.contains(end - 1)) {
            throw new IllegalStateException("no room for %xh bytes in %s".formatted(size, range));
        }
        next = end;
        return address;
    }

    /** Returns how far it is, to come back to. */
    long mark() {
        return next;
    }

    /** Takes back all that was handed out since a mark. */
    void backTo(long mark) {
        next = mark;
    }

    PageRange allocatePages(long count) {
        return new PageRange(allocate(count * PageRange.PAGE_SIZE, PageRange.PAGE_SIZE), count);
    }
}
