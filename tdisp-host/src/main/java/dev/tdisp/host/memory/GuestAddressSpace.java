package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The second stage of a guest's addresses: guest physical pages to host physical pages.
 *
 * <p>Private entries are the security manager's and lead only to pages this guest owns; shared entries are the hypervisor's
 * and lead to shared memory or to device windows. The guest says with each access which kind it expects, and gets it or a
 * refusal. For one thread at a time.
 */
public final class GuestAddressSpace {
    private final TvmId tvm;
    private final HostMemory memory;
    private final MmioTarget devices;
    private final Map<Long, Mapping> entries = new HashMap<>();

    /**
     * Creates an empty address space.
     *
     * @param tvm whose it is
     * @param memory the host's memory
     * @param devices where accesses to device windows go
     */
    public GuestAddressSpace(TvmId tvm, HostMemory memory, MmioTarget devices) {
        this.tvm = tvm;
        this.memory = memory;
        this.devices = devices;
    }

    /**
     * Returns whose address space this is.
     *
     * @return the guest
     */
    public TvmId tvm() {
        return tvm;
    }

    /**
     * Maps pages as private. For the security manager.
     *
     * @param guestAddress where the guest sees the first
     * @param host pages that this guest owns: memory, or MMIO of an interface bound to it
     * @return done, or which page is not the guest's or is mapped already
     */
    public MemoryResult mapPrivate(long guestAddress, PageRange host) {
        for (long i = 0; i < host.count(); i++) {
            PageOwner owner = memory.ownerOf(host.page(i));
            if (!isOwn(owner)) {
                return MemoryResult.refused(Reason.FOREIGN_PAGE, host.page(i), owner.toString());
            }
        }
        return map(guestAddress, host, Visibility.PRIVATE);
    }

    /**
     * Maps pages as shared. For the hypervisor.
     *
     * @param guestAddress where the guest sees the first
     * @param host shared pages of memory, or pages of a device window
     * @return done, or which page may not be shared or is mapped already
     */
    public MemoryResult mapShared(long guestAddress, PageRange host) {
        for (long i = 0; i < host.count(); i++) {
            PageOwner owner = memory.ownerOf(host.page(i));
            if (!owner.equals(PageOwner.SHARED) && !devices.claims(host.page(i))) {
                return MemoryResult.refused(Reason.NOT_SHARED, host.page(i), owner.toString());
            }
        }
        return map(guestAddress, host, Visibility.SHARED);
    }

    private MemoryResult map(long guestAddress, PageRange host, Visibility visibility) {
        var guest = new PageRange(guestAddress, host.count());
        for (long i = 0; i < guest.count(); i++) {
            Mapping present = entries.get(guest.page(i));
            if (present != null) {
                return MemoryResult.refused(Reason.ALREADY_MAPPED, guest.page(i), present.toString());
            }
        }
        for (long i = 0; i < guest.count(); i++) {
            entries.put(guest.page(i), new Mapping(host.page(i), visibility));
        }
        return MemoryResult.DONE;
    }

    /**
     * Removes mappings of shared pages: all that a hypervisor may take away.
     *
     * @param guest guest physical pages
     * @return refused, with nothing removed, if one of them is private
     */
    public MemoryResult unmapShared(PageRange guest) {
        for (long i = 0; i < guest.count(); i++) {
            Mapping present = entries.get(guest.page(i));
            if (present != null && present.visibility != Visibility.SHARED) {
                return MemoryResult.refused(Reason.NOT_SHARED, guest.page(i), present.toString());
            }
        }
        unmap(guest);
        return MemoryResult.DONE;
    }

    /**
     * Removes entries; where there are none nothing happens. Accesses there are refused from now on.
     *
     * @param guest the guest's pages
     */
    public void unmap(PageRange guest) {
        for (long i = 0; i < guest.count(); i++) {
            entries.remove(guest.page(i));
        }
    }

    /**
     * Finds where a guest address leads.
     *
     * @param guestAddress any address
     * @return the entry of its page, if there is one
     */
    public Optional<Mapping> mapping(long guestAddress) {
        return Optional.ofNullable(entries.get(PageRange.pageOf(guestAddress)));
    }

    /**
     * Returns all entries.
     *
     * @return a copy: the entry of each mapped page by its guest address, in order
     */
    public SortedMap<Long, Mapping> mappings() {
        return new TreeMap<>(entries);
    }

    /**
     * Reads as the guest.
     *
     * @param guestAddress where
     * @param length how many bytes; at least one
     * @param expected the kind of page the guest believes is there
     * @return the bytes, or why not
     */
    public MemoryResult read(long guestAddress, int length, Visibility expected) {
        Bytes result = Bytes.EMPTY;
        for (int done = 0; done < length; ) {
            long at = guestAddress + done;
            int chunk = Math.min(length - done, leftInPage(at));
            MemoryResult part = readInPage(at, chunk, expected);
            if (!part.isDone()) {
                return part;
            }
            result = result.plus(part.data());
            done += chunk;
        }
        return new MemoryResult.Done(result);
    }

    private MemoryResult readInPage(long guestAddress, int length, Visibility expected) {
        MemoryResult translation = translate(guestAddress, expected);
        if (!translation.isDone()) {
            return translation;
        }
        long host = hostAddress(guestAddress);
        return devices.claims(host)
                ? devices.read(host, length, expected == Visibility.PRIVATE)
                : memory.read(initiator(expected), host, length);
    }

    /**
     * Writes as the guest. Pages are written one after the other; a refusal stops at its page.
     *
     * @param guestAddress where
     * @param content the bytes; at least one
     * @param expected the kind of page the guest believes is there
     * @return done, or why not
     */
    public MemoryResult write(long guestAddress, Bytes content, Visibility expected) {
        for (int done = 0; done < content.size(); ) {
            long at = guestAddress + done;
            int chunk = Math.min(content.size() - done, leftInPage(at));
            MemoryResult part = writeInPage(at, content.slice(done, done + chunk), expected);
            if (!part.isDone()) {
                return part;
            }
            done += chunk;
        }
        return MemoryResult.DONE;
    }

    private MemoryResult writeInPage(long guestAddress, Bytes content, Visibility expected) {
        MemoryResult translation = translate(guestAddress, expected);
        if (!translation.isDone()) {
            return translation;
        }
        long host = hostAddress(guestAddress);
        return devices.claims(host)
                ? devices.write(host, content, expected == Visibility.PRIVATE)
                : memory.write(initiator(expected), host, content);
    }

    private MemoryResult translate(long guestAddress, Visibility expected) {
        Mapping mapping = entries.get(PageRange.pageOf(guestAddress));
        if (mapping == null) {
            return MemoryResult.refused(Reason.NOT_MAPPED, guestAddress, "no entry of " + tvm);
        }
        if (mapping.visibility != expected) {
            Reason reason = expected == Visibility.PRIVATE ? Reason.NOT_PRIVATE : Reason.NOT_SHARED;
            return MemoryResult.refused(reason, guestAddress, mapping.toString());
        }
        return MemoryResult.DONE;
    }

    private long hostAddress(long guestAddress) {
        long hostPage = mapping(guestAddress).orElseThrow().hostPage();
        return hostPage + (guestAddress - PageRange.pageOf(guestAddress));
    }

    private Initiator initiator(Visibility expected) {
        return expected == Visibility.PRIVATE ? new Initiator.Tvm(tvm) : Initiator.UNTRUSTED;
    }

    private boolean isOwn(PageOwner owner) {
        return owner.equals(new PageOwner.Private(tvm))
                || (owner instanceof PageOwner.Mmio mmio && mmio.tvm().equals(tvm));
    }

    private static int leftInPage(long address) {
        return (int) (PageRange.PAGE_SIZE - (address - PageRange.pageOf(address)));
    }

    /**
     * An entry.
     *
     * @param hostPage the address of the host's page
     * @param visibility its kind
     */
    public record Mapping(long hostPage, Visibility visibility) {
        @Override
        public String toString() {
            return "%s page %xh".formatted(visibility, hostPage);
        }
    }
}
