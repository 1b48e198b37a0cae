package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;

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
    private final PageMap<Mapping> entries = new PageMap<>();
    private final LargePages large = new LargePages();
    private final List<Consumer<PageRange>> listeners = new ArrayList<>();

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
        this.devices = new DeviceAddresses(devices, memory);
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
        return unless(foreign(host), () -> map(guestAddress, host, Visibility.PRIVATE));
    }

    /**
     * Maps pages as private, with entries of a size. For the security manager.
     *
     * @param guestAddress where the guest sees the first
     * @param host pages that this guest owns
     * @param size 2 MiB only if both ends are whole pages of it, and the owner's table has pages of it
     * @return done, or which page is not the guest's, not of that size, or mapped already
     */
    public MemoryResult mapPrivate(long guestAddress, PageRange host, PageSize size) {
        return sized(guestAddress, host, size, () -> mapPrivate(guestAddress, host));
    }

    /**
     * Maps pages as shared, with entries of a size. For the hypervisor.
     *
     * @param guestAddress where the guest sees the first
     * @param host shared pages of memory, or pages of a device window
     * @param size 2 MiB only if both ends are whole pages of it, and the owner's table has pages of it
     * @return done, or which page may not be shared, is not of that size, or is mapped already
     */
    public MemoryResult mapShared(long guestAddress, PageRange host, PageSize size) {
        return sized(guestAddress, host, size, () -> mapShared(guestAddress, host));
    }

    /**
     * Maps pages as private where nothing or shared pages are now. For the security manager.
     *
     * @param guestAddress where the guest sees the first
     * @param host pages that this guest owns
     * @param size 2 MiB only if both ends are whole pages of it
     * @return done, or which page is not the guest's, private already, or a part of a large one; nothing has changed then
     */
    public MemoryResult replaceShared(long guestAddress, PageRange host, PageSize size) {
        var guest = new PageRange(guestAddress, host.count());
        Optional<Refusal> refusal = foreign(host)
                .or(() -> present(guest, Reason.ALREADY_MAPPED, Visibility.PRIVATE::equals))
                .or(() -> size == PageSize.LARGE ? unfit(guest, host) : Optional.empty());
        MemoryResult removed = unless(refusal, () -> unmap(guest));
        return removed.isDone() ? mapPrivate(guestAddress, host, size) : removed;
    }

    private static MemoryResult unless(Optional<Refusal> refusal, Supplier<MemoryResult> deed) {
        return refusal.<MemoryResult>map(MemoryResult.Refused::new).orElseGet(deed);
    }

    private Optional<Refusal> foreign(PageRange host) {
        return firstPage(Reason.FOREIGN_PAGE, host, (owner, pages) -> isOwn(owner));
    }

    private MemoryResult sized(long guestAddress, PageRange host, PageSize size, Supplier<MemoryResult> map) {
        if (size == PageSize.SMALL) {
            return map.get();
        }
        var guest = new PageRange(guestAddress, host.count());
        MemoryResult result = unless(unfit(guest, host), map);
        if (result.isDone()) {
            large.add(guest);
        }
        return result;
    }

    private Optional<Refusal> unfit(PageRange guest, PageRange host) {
        return LargePages.misalignment(guest, host).or(() -> smallPage(host));
    }

    /** An entry may not be larger than the page of the owner's table that it leads to. */
    private Optional<Refusal> smallPage(PageRange host) {
        for (long i = 0; i < host.count(); i += PageSize.LARGE.pages()) {
            if (memory.sizeOf(host.page(i)) == PageSize.SMALL && !devices.claims(host.page(i))) {
                return Optional.of(new Refusal(Reason.SIZE_MISMATCH, host.page(i), "pages of 4 KiB"));
            }
        }
        return Optional.empty();
    }

    /**
     * Makes 512 entries of one of 2 MiB, to the same pages.
     *
     * @param guestAddress any address in it
     * @return done, or that there is none
     */
    public MemoryResult split(long guestAddress) {
        return large.remove(guestAddress)
                ? MemoryResult.DONE
                : MemoryResult.refused(Reason.SIZE_MISMATCH, guestAddress, "not an entry of 2 MiB");
    }

    /**
     * Returns the size of the entry of an address.
     *
     * @param guestAddress any address
     * @return its size; small where there is none
     */
    public PageSize sizeOf(long guestAddress) {
        return large.holds(guestAddress) ? PageSize.LARGE : PageSize.SMALL;
    }

    /**
     * Returns how many entries there are.
     *
     * @return one of 2 MiB counts once
     */
    public int entries() {
        return (int) entries.count() - large.count() * (PageSize.LARGE.pages() - 1);
    }

    /**
     * Maps pages as shared. For the hypervisor.
     *
     * @param guestAddress where the guest sees the first
     * @param host shared pages of memory, or pages of a device window
     * @return done, or which page may not be shared or is mapped already
     */
    public MemoryResult mapShared(long guestAddress, PageRange host) {
        Optional<Refusal> refusal = firstPage(
                Reason.NOT_SHARED, host, (owner, pages) -> owner.equals(PageOwner.SHARED) || devices.claims(pages));
        return unless(refusal, () -> map(guestAddress, host, Visibility.SHARED));
    }

    /** Pages of one owner are asked about together, then one by one. */
    private Optional<Refusal> firstPage(Reason reason, PageRange host, BiPredicate<PageOwner, PageRange> rule) {
        List<PageMap.Run<PageOwner>> owners = memory.ownersOf(host);
        boolean isOneOwner = owners.isEmpty() || owners.get(0).pages().equals(host);
        if (isOneOwner && rule.test(memory.ownerOf(host.address()), host)) {
            return Optional.empty();
        }
        for (long i = 0; i < host.count(); i++) {
            long page = host.page(i);
            if (!rule.test(memory.ownerOf(page), new PageRange(page, 1))) {
                return Optional.of(
                        new Refusal(reason, page, memory.ownerOf(page).toString()));
            }
        }
        return Optional.empty();
    }

    private MemoryResult map(long guestAddress, PageRange host, Visibility visibility) {
        var guest = new PageRange(guestAddress, host.count());
        return unless(present(guest, Reason.ALREADY_MAPPED, any -> true), () -> {
            entries.put(guest, new Mapping(host.address(), visibility));
            return MemoryResult.DONE;
        });
    }

    /**
     * Removes mappings of shared pages: all that a hypervisor may take away.
     *
     * @param guest guest physical pages
     * @return refused, with nothing removed, if one of them is private
     */
    public MemoryResult unmapShared(PageRange guest) {
        return unless(present(guest, Reason.NOT_SHARED, kind -> kind != Visibility.SHARED), () -> unmap(guest));
    }

    private Optional<Refusal> present(PageRange guest, Reason reason, Predicate<Visibility> which) {
        return entries.within(guest).stream()
                .filter(run -> which.test(run.value().visibility))
                .map(run -> run.pages().address())
                .findFirst()
                .map(page ->
                        new Refusal(reason, page, mapping(page).orElseThrow().toString()));
    }

    /**
     * Removes entries; where there are none nothing happens. Accesses there are refused from now on.
     *
     * @param guest the guest's pages
     * @return done, or which entry of 2 MiB it is only a part of; nothing is removed then
     */
    public MemoryResult unmap(PageRange guest) {
        return unless(large.refusal(guest), () -> {
            entries.remove(guest);
            large.removeAll(guest);
            listeners.forEach(listener -> listener.accept(guest));
            return MemoryResult.DONE;
        });
    }

    void onUnmap(Consumer<PageRange> listener) {
        listeners.add(listener);
    }

    /**
     * Finds pages that are not mapped.
     *
     * @param guest the guest's pages
     * @return those of them without an entry, in order
     */
    public List<PageRange> unmapped(PageRange guest) {
        return entries.gaps(guest);
    }

    /**
     * Finds where a guest address leads.
     *
     * @param guestAddress any address
     * @return the entry of its page, if there is one
     */
    public Optional<Mapping> mapping(long guestAddress) {
        long page = PageRange.pageOf(guestAddress);
        return entries.find(page)
                .map(run -> new Mapping(run.value().hostPage + run.offset(page), run.value().visibility));
    }

    /** {@return the guest address of the highest page, if there is one} */
    public OptionalLong highest() {
        return entries.last();
    }

    /**
     * Returns all entries.
     *
     * @return a copy: the entry of each mapped page by its guest address, in order
     */
    public SortedMap<Long, Mapping> mappings() {
        SortedMap<Long, Mapping> mappings = new TreeMap<>();
        for (PageMap.Run<Mapping> run : entries.runs()) {
            LongStream.range(0, run.pages().count())
                    .map(run.pages()::page)
                    .forEach(page -> mappings.put(page, mapping(page).orElseThrow()));
        }
        return mappings;
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
            int chunk = Math.min(length - done, PageRange.leftInPage(at));
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
        return unless(refusal(guestAddress, expected), () -> {
            long host = hostAddress(guestAddress);
            return devices.claims(host)
                    ? devices.read(host, length, expected == Visibility.PRIVATE)
                    : memory.read(initiator(expected), host, length);
        });
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
            int chunk = Math.min(content.size() - done, PageRange.leftInPage(at));
            MemoryResult part = writeInPage(at, content.slice(done, done + chunk), expected);
            if (!part.isDone()) {
                return part;
            }
            done += chunk;
        }
        return MemoryResult.DONE;
    }

    private MemoryResult writeInPage(long guestAddress, Bytes content, Visibility expected) {
        return unless(refusal(guestAddress, expected), () -> {
            long host = hostAddress(guestAddress);
            return devices.claims(host)
                    ? devices.write(host, content, expected == Visibility.PRIVATE)
                    : memory.write(initiator(expected), host, content);
        });
    }

    private Optional<Refusal> refusal(long guestAddress, Visibility expected) {
        Mapping mapping = mapping(guestAddress).orElse(null);
        if (mapping == null) {
            return Optional.of(new Refusal(Reason.NOT_MAPPED, guestAddress, "no entry of " + tvm));
        }
        if (isTooLarge(guestAddress)) {
            return Optional.of(new Refusal(Reason.SIZE_MISMATCH, guestAddress, "an entry of 2 MiB to pages of 4 KiB"));
        }
        if (mapping.visibility != expected) {
            Reason reason = expected == Visibility.PRIVATE ? Reason.NOT_PRIVATE : Reason.NOT_SHARED;
            return Optional.of(new Refusal(reason, guestAddress, mapping.toString()));
        }
        return Optional.empty();
    }

    /** Tells whether an entry leads to pages that were split since. */
    boolean isTooLarge(long guestAddress) {
        return large.holds(guestAddress)
                && mapping(guestAddress)
                        .map(Mapping::hostPage)
                        .filter(page -> !devices.claims(page) && memory.sizeOf(page) == PageSize.SMALL)
                        .isPresent();
    }

    private long hostAddress(long guestAddress) {
        return mapping(guestAddress).orElseThrow().hostPage + guestAddress - PageRange.pageOf(guestAddress);
    }

    private Initiator initiator(Visibility expected) {
        return expected == Visibility.PRIVATE ? new Initiator.Tvm(tvm) : Initiator.UNTRUSTED;
    }

    private boolean isOwn(PageOwner owner) {
        return owner.equals(new PageOwner.Private(tvm))
                || (owner instanceof PageOwner.Mmio mmio && mmio.tvm().equals(tvm));
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
