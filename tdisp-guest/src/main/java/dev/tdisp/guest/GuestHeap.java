package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;

/** The guest's private memory, handed out from its start on and never taken back. */
public final class GuestHeap {
    private static final int ALIGNMENT = 64;

    private final GuestAddressSpace space;
    private final PageRange pages;
    private long next;

    GuestHeap(GuestAddressSpace space, PageRange pages) {
        this.space = space;
        this.pages = pages;
        this.next = pages.address();
    }

    /**
     * Takes memory.
     *
     * @param size in bytes; at least one
     * @return a buffer of zeros
     * @throws IllegalStateException if there is not so much left
     */
    public GuestBuffer allocate(int size) {
        var buffer = new GuestBuffer(next, size);
        if (!pages.contains(next + size - 1)) {
            throw new IllegalStateException("no %d bytes left of %s".formatted(size, pages));
        }
        next += (size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
        return buffer;
    }

    /**
     * Takes memory and fills it.
     *
     * @param content what to put there; at least one byte
     * @return the buffer
     */
    public GuestBuffer put(Bytes content) {
        GuestBuffer buffer = allocate(content.size());
        space.write(buffer.address(), content, Visibility.PRIVATE).data();
        return buffer;
    }

    /**
     * Reads a buffer.
     *
     * @param buffer the buffer
     * @return what is in it
     */
    public Bytes content(GuestBuffer buffer) {
        return space.read(buffer.address(), buffer.size(), Visibility.PRIVATE).data();
    }
}
