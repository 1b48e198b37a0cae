package dev.tdisp.guest.dma;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a device that is not accepted: buffers are copied into slots of shared pages and back.
 *
 * <p>A mapping takes consecutive slots, the first that are free. Everybody can read them, so what must stay secret does not
 * go this way. Slots are wiped when they are taken back.
 */
public final class BounceBufferPool implements DmaMapper {
    /** The size of a slot. */
    public static final int SLOT_SIZE = 2048;

    private final GuestAddressSpace space;
    private final PageRange pages;
    private final int slots;
    private final BitSet used = new BitSet();
    private final Map<DmaMapping, Integer> mapped = new HashMap<>();
    private DmaWork work = DmaWork.NONE;

    /**
     * Creates a pool with all slots free.
     *
     * @param space the addresses of the guest
     * @param pages guest pages that are mapped shared
     */
    public BounceBufferPool(GuestAddressSpace space, PageRange pages) {
        this.space = space;
        this.pages = pages;
        this.slots = Math.toIntExact(pages.size() / SLOT_SIZE);
    }

    @Override
    public Optional<DmaMapping> map(GuestBuffer buffer, Direction direction) {
        int count = slotsOf(buffer);
        int slot = findFree(count);
        if (slot < 0) {
            work = work.stalled();
            return Optional.empty();
        }
        used.set(slot, slot + count);
        var mapping = new DmaMapping(buffer, direction, addressOf(slot));
        mapped.put(mapping, slot);
        work = work.mapped();
        if (direction.isToDevice()) {
            copy(buffer.address(), Visibility.PRIVATE, mapping.deviceAddress(), Visibility.SHARED, buffer.size());
        }
        return Optional.of(mapping);
    }

    @Override
    public void unmap(DmaMapping mapping) {
        Integer slot = mapped.remove(mapping);
        if (slot == null) {
            throw new IllegalArgumentException("buffer %s is not mapped".formatted(mapping.buffer()));
        }
        GuestBuffer buffer = mapping.buffer();
        if (mapping.direction().isFromDevice()) {
            copy(mapping.deviceAddress(), Visibility.SHARED, buffer.address(), Visibility.PRIVATE, buffer.size());
        }
        int count = slotsOf(buffer);
        done(space.write(addressOf(slot), Bytes.filled(0, count * SLOT_SIZE), Visibility.SHARED));
        used.clear(slot, slot + count);
    }

    @Override
    public DmaWork work() {
        return work;
    }

    /**
     * Returns how many slots are free.
     *
     * @return 0 to all
     */
    public int freeSlots() {
        return slots - used.cardinality();
    }

    private int findFree(int count) {
        int slot = used.nextClearBit(0);
        while (slot + count <= slots) {
            int next = used.nextSetBit(slot);
            if (next < 0 || next >= slot + count) {
                return slot;
            }
            slot = used.nextClearBit(next);
        }
        return -1;
    }

    private void copy(long from, Visibility source, long to, Visibility target, int size) {
        Bytes content = done(space.read(from, size, source));
        done(space.write(to, content, target));
        work = work.copied(size);
    }

    private static Bytes done(MemoryResult result) {
        return result.data();
    }

    private long addressOf(int slot) {
        return pages.address() + (long) slot * SLOT_SIZE;
    }

    private static int slotsOf(GuestBuffer buffer) {
        return (buffer.size() + SLOT_SIZE - 1) / SLOT_SIZE;
    }
}
