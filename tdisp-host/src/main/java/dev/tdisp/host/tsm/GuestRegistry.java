package dev.tdisp.host.tsm;

import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.MmioTarget;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.PageSize;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The guests and their private memory. */
final class GuestRegistry {
    private final HostMemory memory;
    private final MmioTarget devices;
    private final Map<TvmId, Guest> guests = new HashMap<>();

    GuestRegistry(HostMemory memory, MmioTarget devices) {
        this.memory = memory;
        this.devices = devices;
    }

    GuestAddressSpace create(TvmId tvm) {
        if (guests.containsKey(tvm)) {
            throw new IllegalStateException("guest %s exists".formatted(tvm));
        }
        var guest = new Guest(new GuestAddressSpace(tvm, memory, devices), new ArrayList<>());
        guests.put(tvm, guest);
        return guest.space;
    }

    GuestAddressSpace space(TvmId tvm) {
        return guest(tvm).space;
    }

    MemoryResult addPrivatePages(TvmId tvm, long guestAddress, PageRange host, PageSize size) {
        Guest guest = guest(tvm);
        MemoryResult assigned = memory.assign(host, new PageOwner.Private(tvm), size);
        if (!assigned.isDone()) {
            return assigned;
        }
        MemoryResult mapped = guest.space.mapPrivate(guestAddress, host, size);
        if (!mapped.isDone()) {
            memory.release(host);
            return mapped;
        }
        memory.pin(host);
        guest.pages.add(new Pages(guestAddress, host));
        return mapped;
    }

    void destroy(TvmId tvm) {
        Guest guest = guest(tvm);
        for (Pages pages : guest.pages) {
            guest.space.unmap(new PageRange(pages.guestAddress, pages.host.count()));
            memory.unpin(pages.host);
            memory.release(pages.host);
        }
        guests.remove(tvm);
    }

    private Guest guest(TvmId tvm) {
        Guest guest = guests.get(tvm);
        if (guest == null) {
            throw new TsmException(Reason.UNKNOWN_GUEST, tvm.toString());
        }
        return guest;
    }

    private record Pages(long guestAddress, PageRange host) {}

    private record Guest(GuestAddressSpace space, List<Pages> pages) {}
}
