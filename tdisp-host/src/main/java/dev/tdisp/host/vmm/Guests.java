package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.TeeSecurityManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The guests that a hypervisor launched, with the memory that each shares. */
final class Guests {
    private final HostMemory memory;
    private final TeeSecurityManager tsm;
    private final WindowAllocator pages;
    private final Map<TvmId, Guest> guests = new HashMap<>();

    Guests(HostMemory memory, TeeSecurityManager tsm, PageRange range) {
        this.memory = memory;
        this.tsm = tsm;
        this.pages = new WindowAllocator(range);
    }

    GuestAddressSpace launch(TvmId tvm, GuestLayout where) {
        GuestAddressSpace space = tsm.createGuest(tvm);
        PageRange own = pages.allocatePages(where.privatePages().count());
        done(tsm.addPrivatePages(tvm, where.privatePages().address(), own));
        PageRange shared = pages.allocatePages(where.sharedPages().count());
        done(memory.assign(shared, PageOwner.SHARED));
        done(space.mapShared(where.sharedPages().address(), shared));
        guests.put(tvm, new Guest(space, where, shared, where.windowBase()));
        return space;
    }

    void destroy(TvmId tvm) {
        Guest guest = of(tvm);
        tsm.destroyGuest(tvm);
        done(memory.release(guest.shared));
        guests.remove(tvm);
    }

    Guest of(TvmId tvm) {
        return Optional.ofNullable(guests.get(tvm)).orElseThrow(() -> new IllegalArgumentException("no guest " + tvm));
    }

    static void done(MemoryResult result) {
        result.refusal().ifPresent(refusal -> {
            throw new IllegalStateException("refused: " + refusal);
        });
    }
}
