package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageRange;

/** A guest as the hypervisor keeps book of it. */
final class Guest {
    final GuestAddressSpace space;
    final GuestLayout where;
    final PageRange shared;
    private long nextWindow;

    Guest(GuestAddressSpace space, GuestLayout where, PageRange shared, long nextWindow) {
        this.space = space;
        this.where = where;
        this.shared = shared;
        this.nextWindow = nextWindow;
    }

    /** Gives addresses for a window, aligned to its size. */
    long nextWindow(long size) {
        long aligned = (nextWindow + size - 1) / size * size;
        nextWindow = aligned + size;
        return aligned;
    }
}
