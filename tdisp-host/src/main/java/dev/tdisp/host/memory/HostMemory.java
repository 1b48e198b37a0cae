package dev.tdisp.host.memory;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The memory of a host, page by page, with the owner of each. Only what somebody touched takes room.
 *
 * <p>It is the hardware's last word: a page is read and written only as its owner allows, whatever any page table says. For
 * one thread at a time.
 *
 * <pre>{@code
 * var memory = new HostMemory(Env.seeded(1));
 * var tvm = new TvmId("tvm-1");
 * memory.assign(new PageRange(0x1000, 1), new PageOwner.Private(tvm));
 * memory.read(Initiator.UNTRUSTED, 0x1000, 8).refusal(); // PRIVATE_PAGE
 * }</pre>
 */
public final class HostMemory {
    private static final int PAGE_SIZE = PageRange.PAGE_SIZE;

    private final Env env;
    private final PageMap<Claim> claims = new PageMap<>();
    private final Map<Long, byte[]> contents = new HashMap<>();
    private final LargePages large = new LargePages();
    private final List<OpenBytesListener> listeners = new ArrayList<>();

    /**
     * Creates a memory whose pages are all free.
     *
     * @param env where changes of owners are recorded
     */
    public HostMemory(Env env) {
        this.env = env;
    }

    /**
     * Gives free pages an owner; all of them or none.
     *
     * @param range the pages
     * @param owner their owner from now on
     * @return done, or which page has an owner already
     * @throws IllegalArgumentException if the owner is nobody
     */
    public MemoryResult assign(PageRange range, PageOwner owner) {
        if (owner instanceof PageOwner.Free) {
            throw new IllegalArgumentException("owner: pages are freed by release");
        }
        Optional<Refusal> refusal = check(
                range,
                (page, claim) -> claim.owner.equals(PageOwner.FREE)
                        ? Optional.empty()
                        : Optional.of(new Refusal(Reason.ALREADY_OWNED, page, claim.owner.toString())));
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        claims.put(range, new Claim(owner, 0));
        record(range, PageOwner.FREE, owner, "assigned");
        return MemoryResult.DONE;
    }

    /**
     * Gives free pages an owner as pages of a size; all of them or none.
     *
     * @param range the pages
     * @param owner their owner from now on
     * @param size 2 MiB only for ranges that are whole pages of it
     * @return done, or which page has an owner already, or that the range is not of that size
     */
    public MemoryResult assign(PageRange range, PageOwner owner, PageSize size) {
        Optional<Refusal> misalignment = LargePages.misalignment(range);
        if (size == PageSize.LARGE && misalignment.isPresent()) {
            return new MemoryResult.Refused(misalignment.get());
        }
        MemoryResult result = assign(range, owner);
        if (result.isDone() && size == PageSize.LARGE) {
            large.add(range);
        }
        return result;
    }

    /**
     * Returns the size of the page of an address.
     *
     * @param address any address
     * @return its size in the table of owners
     */
    public PageSize sizeOf(long address) {
        return large.holds(address) ? PageSize.LARGE : PageSize.SMALL;
    }

    /**
     * Makes 512 pages of 4 KiB of one of 2 MiB, with the same owner and content.
     *
     * @param address any address in it
     * @return done, or that it is not large or a device may use it
     */
    public MemoryResult split(long address) {
        if (!large.holds(address)) {
            return MemoryResult.refused(Reason.SIZE_MISMATCH, address, "not a page of 2 MiB");
        }
        Optional<Refusal> pinned = pinned(around(address));
        if (pinned.isPresent()) {
            return new MemoryResult.Refused(pinned.get());
        }
        large.remove(address);
        return MemoryResult.DONE;
    }

    /**
     * Makes one page of 2 MiB of 512 of 4 KiB that have one owner.
     *
     * @param address any address in it
     * @return done, or that it is large, of several owners, or in a device's use
     */
    public MemoryResult merge(long address) {
        PageRange range = around(address);
        PageOwner owner = ownerOf(range.address());
        boolean isMixed = owner.equals(PageOwner.FREE) || large.holds(address);
        for (long i = 0; i < range.count(); i++) {
            isMixed |= !ownerOf(range.page(i)).equals(owner);
        }
        if (isMixed) {
            return MemoryResult.refused(Reason.SIZE_MISMATCH, range.address(), "not 512 pages of one owner");
        }
        Optional<Refusal> pinned = pinned(range);
        if (pinned.isPresent()) {
            return new MemoryResult.Refused(pinned.get());
        }
        large.add(range);
        return MemoryResult.DONE;
    }

    private static PageRange around(long address) {
        return new PageRange(PageSize.LARGE.pageOf(address), PageSize.LARGE.pages());
    }

    private Optional<Refusal> pinned(PageRange range) {
        return check(
                range,
                (page, claim) -> claim.pins == 0
                        ? Optional.empty()
                        : Optional.of(new Refusal(Reason.PINNED, page, "pinned %d times".formatted(claim.pins))));
    }

    /**
     * Frees pages and forgets what they held; all of them or none.
     *
     * @param range the pages
     * @return done, or which page a device may still use, or is a part of a large one
     */
    public MemoryResult release(PageRange range) {
        Optional<Refusal> refusal = large.refusal(range).or(() -> pinned(range));
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        large.removeAll(range);
        PageOwner before = ownerOf(range.address());
        for (long i = 0; i < range.count(); i++) {
            byte[] content = contents.remove(range.page(i));
            if (content != null) {
                Arrays.fill(content, (byte) 0);
            }
        }
        claims.remove(range);
        record(range, before, PageOwner.FREE, "released");
        return MemoryResult.DONE;
    }

    /**
     * Returns who owns the page of an address.
     *
     * @param address any address
     * @return the owner
     */
    public PageOwner ownerOf(long address) {
        return claims.find(address).map(run -> run.value().owner).orElse(PageOwner.FREE);
    }

    /** Returns who owns the pages of a range: those that have an owner, in order. */
    List<PageMap.Run<PageOwner>> ownersOf(PageRange range) {
        return claims.within(range).stream()
                .map(run -> new PageMap.Run<>(run.pages(), run.origin(), run.value().owner))
                .toList();
    }

    /**
     * Returns who owns what.
     *
     * @return the owner of each page that has one, by the address of the page, in order
     */
    public SortedMap<Long, PageOwner> owners() {
        SortedMap<Long, PageOwner> owners = new TreeMap<>();
        for (PageMap.Run<Claim> run : claims.runs()) {
            for (long i = 0; i < run.pages().count(); i++) {
                owners.put(run.pages().page(i), run.value().owner);
            }
        }
        return owners;
    }

    /**
     * Adds a listener, told of each write to pages that everybody can read.
     *
     * @param listener takes what was written
     */
    public void onSharedWrite(OpenBytesListener listener) {
        listeners.add(listener);
    }

    /**
     * Keeps pages with their owner as long as a device may use them. Pins count.
     *
     * @param range assigned pages
     * @return done, or which page is free
     */
    public MemoryResult pin(PageRange range) {
        Optional<Refusal> refusal = check(
                range,
                (page, claim) -> claim.owner.equals(PageOwner.FREE)
                        ? Optional.of(new Refusal(Reason.NOT_ASSIGNED, page, "free"))
                        : Optional.empty());
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        claims.change(range, claim -> claim.pinned(1));
        return MemoryResult.DONE;
    }

    /**
     * Takes back one pin of each page; pages that have none stay as they are.
     *
     * @param range the pages
     */
    public void unpin(PageRange range) {
        claims.change(range, claim -> claim.pins > 0 ? claim.pinned(-1) : claim);
    }

    /**
     * Reads bytes, as far as the owners of their pages allow.
     *
     * @param initiator in whose name
     * @param address where
     * @param length how many bytes; at least one
     * @return the bytes, or why not
     */
    public MemoryResult read(Initiator initiator, long address, int length) {
        Optional<Refusal> refusal = access(initiator, address, length);
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        var result = new byte[length];
        for (int done = 0; done < length; ) {
            int offset = (int) (address + done & PAGE_SIZE - 1);
            int chunk = Math.min(length - done, PAGE_SIZE - offset);
            byte[] content = contents.get(PageRange.pageOf(address + done));
            if (content != null) {
                System.arraycopy(content, offset, result, done, chunk);
            }
            done += chunk;
        }
        return new MemoryResult.Done(Bytes.of(result));
    }

    /**
     * Writes bytes, as far as the owners of their pages allow; all of them or none.
     *
     * @param initiator in whose name
     * @param address where
     * @param content the bytes; at least one
     * @return done, or why not
     */
    public MemoryResult write(Initiator initiator, long address, Bytes content) {
        Optional<Refusal> refusal = access(initiator, address, content.size());
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        byte[] source = content.toArray();
        for (int done = 0; done < source.length; ) {
            int offset = (int) (address + done & PAGE_SIZE - 1);
            int chunk = Math.min(source.length - done, PAGE_SIZE - offset);
            byte[] target = contents.computeIfAbsent(PageRange.pageOf(address + done), page -> new byte[PAGE_SIZE]);
            System.arraycopy(source, done, target, offset, chunk);
            done += chunk;
        }
        if (!listeners.isEmpty() && ownerOf(address).equals(PageOwner.SHARED)) {
            listeners.forEach(listener -> listener.passed(address, content));
        }
        return MemoryResult.DONE;
    }

    private Optional<Refusal> access(Initiator initiator, long address, int length) {
        PageRange range = PageRange.covering(address, length);
        return check(range, (page, claim) -> refusalOf(initiator, page, claim.owner));
    }

    private static Optional<Refusal> refusalOf(Initiator initiator, long page, PageOwner owner) {
        Optional<Reason> reason;
        if (owner instanceof PageOwner.Shared) {
            reason = Optional.empty();
        } else if (owner instanceof PageOwner.Private own) {
            reason = privateRefusal(initiator, own.tvm());
        } else if (owner instanceof PageOwner.Mmio) {
            reason = Optional.of(Reason.MMIO_PAGE);
        } else {
            reason = Optional.of(Reason.NOT_ASSIGNED);
        }
        return reason.map(kind -> new Refusal(kind, page, owner.toString()));
    }

    private static Optional<Reason> privateRefusal(Initiator initiator, TvmId owner) {
        if (initiator instanceof Initiator.Tvm tvm) {
            return tvm.id().equals(owner) ? Optional.empty() : Optional.of(Reason.FOREIGN_PAGE);
        }
        return Optional.of(Reason.PRIVATE_PAGE);
    }

    /** Applies a rule to the first page of each run of pages in a range, the free ones included. */
    private Optional<Refusal> check(PageRange range, BiFunction<Long, Claim, Optional<Refusal>> rule) {
        long next = range.address();
        Optional<Refusal> refusal = Optional.empty();
        for (PageMap.Run<Claim> run : claims.within(range)) {
            if (next != run.pages().address()) {
                refusal = rule.apply(next, Claim.FREE);
            }
            if (refusal.isEmpty()) {
                refusal = rule.apply(run.pages().address(), run.value());
            }
            if (refusal.isPresent()) {
                return refusal;
            }
            next = run.pages().address() + run.pages().size();
        }
        return next == range.address() + range.size() ? refusal : rule.apply(next, Claim.FREE);
    }

    private void record(PageRange range, PageOwner from, PageOwner to, String cause) {
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.StateChange(
                            env.clock().instant(),
                            "memory",
                            "pages " + range,
                            from.toString(),
                            to.toString(),
                            cause,
                            ""));
        }
    }

    /** What holds for pages that somebody owns. */
    private record Claim(PageOwner owner, int pins) {
        static final Claim FREE = new Claim(PageOwner.FREE, 0);

        Claim pinned(int more) {
            return new Claim(owner, pins + more);
        }
    }
}
