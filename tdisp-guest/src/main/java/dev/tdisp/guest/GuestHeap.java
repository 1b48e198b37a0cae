package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Memory of the guest, private unless said otherwise: handed out where the first gap is large enough, and wiped when it is taken back. */
public final class GuestHeap {
    private static final int ALIGNMENT = GuestBuffer.ALIGNMENT;

    private final GuestAddressSpace space;
    private final PageRange pages;
    private final Visibility visibility;
    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    GuestHeap(GuestAddressSpace space, PageRange pages, Visibility visibility) {
        this.space = space;
        this.pages = pages;
        this.visibility = visibility;
    }

    /**
     * Takes memory.
     *
     * @param size in bytes; at least one
     * @return a buffer of zeros
     * @throws IllegalStateException if there is not so much left
     */
    public GuestBuffer allocate(int size) {
        var buffer = new GuestBuffer(firstGap(size), size);
        if (!pages.contains(buffer.address() + size - 1)) {
            throw new IllegalStateException("no %d bytes left of %s".formatted(size, pages));
        }
        ends.put(buffer.address(), buffer.address() + (size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT);
        return buffer;
    }

    private long firstGap(int size) {
        long start = pages.address();
        for (Map.Entry<Long, Long> used : ends.entrySet()) {
            if (used.getKey() - start >= size) {
                return start;
            }
            start = used.getValue();
        }
        return start;
    }

    /**
     * Takes memory back and wipes it.
     *
     * @param buffer a buffer that was allocated here
     * @throws IllegalArgumentException if it was not, or was taken back before
     */
    public void release(GuestBuffer buffer) {
        if (ends.remove(buffer.address()) == null) {
            throw new IllegalArgumentException("buffer: %s is not in use".formatted(buffer));
        }
        space.write(buffer.address(), Bytes.filled(0, buffer.size()), visibility)
                .data();
    }

    /**
     * Takes memory and fills it.
     *
     * @param content what to put there; at least one byte
     * @return the buffer
     */
    public GuestBuffer put(Bytes content) {
        GuestBuffer buffer = allocate(content.size());
        space.write(buffer.address(), content, visibility).data();
        return buffer;
    }

    /**
     * Reads a buffer.
     *
     * @param buffer the buffer
     * @return what is in it
     */
    public Bytes content(GuestBuffer buffer) {
        return space.read(buffer.address(), buffer.size(), visibility).data();
    }
}
