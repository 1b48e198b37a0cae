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
import java.util.function.Function;

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
    private final Map<Long, Page> pages = new HashMap<>();
    private final LargePages large = new LargePages();
    private final List<SharedWriteListener> listeners = new ArrayList<>();

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
                page -> page.owner.equals(PageOwner.FREE)
                        ? Optional.empty()
                        : Optional.of(new Refusal(Reason.ALREADY_OWNED, page.address, page.owner.toString())));
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        for (long i = 0; i < range.count(); i++) {
            pages.put(range.page(i), new Page(range.page(i), owner));
        }
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
                page -> page.pins == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Refusal(Reason.PINNED, page.address, "pinned %d times".formatted(page.pins))));
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
            Page page = pages.remove(range.page(i));
            if (page != null) {
                page.scrub();
            }
        }
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
        Page page = pages.get(PageRange.pageOf(address));
        return page == null ? PageOwner.FREE : page.owner;
    }

    /**
     * Returns who owns what.
     *
     * @return the owner of each page that has one, by the address of the page, in order
     */
    public SortedMap<Long, PageOwner> owners() {
        SortedMap<Long, PageOwner> owners = new TreeMap<>();
        pages.forEach((address, page) -> owners.put(address, page.owner));
        return owners;
    }

    /**
     * Adds a listener, told of each write to pages that everybody can read.
     *
     * @param listener takes what was written
     */
    public void onSharedWrite(SharedWriteListener listener) {
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
                page -> page.owner.equals(PageOwner.FREE)
                        ? Optional.of(new Refusal(Reason.NOT_ASSIGNED, page.address, "free"))
                        : Optional.empty());
        if (refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        for (long i = 0; i < range.count(); i++) {
            page(range.page(i)).pins++;
        }
        return MemoryResult.DONE;
    }

    /**
     * Takes back one pin of each page; pages that have none stay as they are.
     *
     * @param range the pages
     */
    public void unpin(PageRange range) {
        for (long i = 0; i < range.count(); i++) {
            Page page = pages.get(range.page(i));
            if (page != null && page.pins > 0) {
                page.pins--;
            }
        }
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
            page(PageRange.pageOf(address + done)).read(offset, result, done, chunk);
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
            page(PageRange.pageOf(address + done)).write(offset, source, done, chunk);
            done += chunk;
        }
        if (!listeners.isEmpty() && ownerOf(address).equals(PageOwner.SHARED)) {
            listeners.forEach(listener -> listener.written(address, content));
        }
        return MemoryResult.DONE;
    }

    private Optional<Refusal> access(Initiator initiator, long address, int length) {
        PageRange range = PageRange.covering(address, length);
        return check(range, page -> refusalOf(initiator, page));
    }

    private static Optional<Refusal> refusalOf(Initiator initiator, Page page) {
        Optional<Reason> reason;
        if (page.owner instanceof PageOwner.Shared) {
            reason = Optional.empty();
        } else if (page.owner instanceof PageOwner.Private owner) {
            reason = privateRefusal(initiator, owner.tvm());
        } else if (page.owner instanceof PageOwner.Mmio) {
            reason = Optional.of(Reason.MMIO_PAGE);
        } else {
            reason = Optional.of(Reason.NOT_ASSIGNED);
        }
        return reason.map(kind -> new Refusal(kind, page.address, page.owner.toString()));
    }

    private static Optional<Reason> privateRefusal(Initiator initiator, TvmId owner) {
        if (initiator instanceof Initiator.Tvm tvm) {
            return tvm.id().equals(owner) ? Optional.empty() : Optional.of(Reason.FOREIGN_PAGE);
        }
        return Optional.of(Reason.PRIVATE_PAGE);
    }

    private Optional<Refusal> check(PageRange range, Function<Page, Optional<Refusal>> rule) {
        for (long i = 0; i < range.count(); i++) {
            long address = range.page(i);
            Page page = pages.get(address);
            Optional<Refusal> refusal = rule.apply(page == null ? new Page(address, PageOwner.FREE) : page);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Page page(long address) {
        Page page = pages.get(address);
        if (page == null) {
            throw new AssertionError("page %xh passed the check".formatted(address));
        }
        return page;
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

    /** A page that somebody owns. Its content comes to be with the first write. */
    private static final class Page {
        private final long address;
        private final PageOwner owner;
        private int pins;
        private byte[] content = new byte[0];

        Page(long address, PageOwner owner) {
            this.address = address;
            this.owner = owner;
        }

        void read(int offset, byte[] target, int at, int count) {
            if (content.length > 0) {
                System.arraycopy(content, offset, target, at, count);
            }
        }

        void write(int offset, byte[] source, int at, int count) {
            if (content.length == 0) {
                content = new byte[PAGE_SIZE];
            }
            System.arraycopy(source, at, content, offset, count);
        }

        void scrub() {
            Arrays.fill(content, (byte) 0);
        }
    }
}
