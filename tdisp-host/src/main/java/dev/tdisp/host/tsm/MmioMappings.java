package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageMap;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.PageSize;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The private windows of one interface: what the hypervisor proposed, and what the guest accepted of it.
 *
 * <p>A range is accepted whole, page by page in the order of the report (section 11.5.2): page {@code i} of the range must
 * be where the guest expects it, and nobody else's. What is outside of the device's addresses leads to another device. A
 * range that is whole pages of 2 MiB at both ends is mapped with entries of that size.
 */
final class MmioMappings {
    private final FunctionId function;
    private final HostMemory memory;
    private final GuestAddressSpace space;
    private final PageRange window;
    private final long reportingOffset;
    private final List<MmioRange> ranges;
    private final Refusals refusals;
    private final PageMap<Long> proposals = new PageMap<>();
    private final Map<Integer, Accepted> accepted = new TreeMap<>();

    MmioMappings(
            FunctionId function,
            HostMemory memory,
            GuestAddressSpace space,
            PageRange window,
            DeviceInterfaceReport report,
            long reportingOffset,
            Refusals refusals) {
        this.refusals = refusals;
        this.function = function;
        this.memory = memory;
        this.space = space;
        this.window = window;
        this.ranges = report.mmioRanges();
        this.reportingOffset = reportingOffset;
    }

    void propose(long guestAddress, PageRange host) {
        proposals.put(new PageRange(guestAddress, host.count()), host.address());
    }

    /** Returns the page that the hypervisor proposed for a guest's page. */
    private Optional<Long> proposed(long guestPage) {
        return proposals.find(guestPage).map(run -> run.value() + run.offset(guestPage));
    }

    void accept(int index, long guestAddress) {
        if (index < 0 || index >= ranges.size()) {
            throw new TsmException(Reason.WRONG_MAPPING, "the report of %s has no range %d".formatted(function, index));
        }
        PageRange reported = hostPages(ranges.get(index));
        var guest = new PageRange(guestAddress, reported.count());
        PageRange host = agreed(index, guest, reported);
        if (new Accepted(guestAddress, host).equals(accepted.get(index))) {
            return;
        }
        boolean isLarge = PageSize.LARGE.divides(guest) && PageSize.LARGE.divides(host);
        PageSize size = isLarge ? PageSize.LARGE : PageSize.SMALL;
        done(memory.assign(host, new PageOwner.Mmio(function, space.tvm()), size));
        MemoryResult mapped = space.replaceShared(guestAddress, host, size);
        if (!mapped.isDone()) {
            memory.release(host);
            done(mapped);
        }
        memory.pin(host);
        accepted.put(index, new Accepted(guestAddress, host));
    }

    /** Returns the pages of a range, which are those that the hypervisor proposed. */
    private PageRange agreed(int index, PageRange guest, PageRange host) {
        for (long i = 0; i < host.count(); i++) {
            Optional<Long> proposed = proposed(guest.page(i));
            if (proposed.isEmpty() || proposed.get() != host.page(i)) {
                String there = proposed.map("%xh"::formatted).orElse("nothing");
                refusals.refuse(new TsmException(
                        Reason.WRONG_MAPPING,
                        "page %d of range %d of %s must be at %xh, but %s is"
                                .formatted(i, index, function, guest.page(i), there)));
            }
        }
        return new PageRange(proposed(guest.address()).orElse(host.address()), host.count());
    }

    private static void done(MemoryResult result) {
        result.refusal().ifPresent(refusal -> {
            throw new TsmException(Reason.WRONG_MAPPING, refusal.toString());
        });
    }

    private PageRange hostPages(MmioRange range) {
        if (range.pageCount() == 0) {
            throw new TsmException(Reason.WRONG_MAPPING, "%s is empty".formatted(range));
        }
        long start = range.startAddress() - reportingOffset;
        if (Long.compareUnsigned(start + range.sizeInBytes() - 1, start) < 0) {
            throw new TsmException(Reason.WRONG_MAPPING, "%s leaves the address space".formatted(range));
        }
        var pages = new PageRange(start, range.pageCount());
        if (!window.contains(start) || !window.contains(start + pages.size() - 1)) {
            refusals.refuse(new TsmException(
                    Reason.WRONG_MAPPING, "%s is not where the device is, in %s".formatted(pages, window)));
        }
        return pages;
    }

    /** Checks that every range that is TEE memory is mapped. */
    void requireComplete() {
        for (int i = 0; i < ranges.size(); i++) {
            boolean isNeeded = !ranges.get(i).attributes().has(MmioAttribute.IS_NON_TEE_MEM);
            if (isNeeded && !accepted.containsKey(i)) {
                refusals.refuse(new TsmException(
                        Reason.RANGE_NOT_MAPPED, "range %d of %s: %s".formatted(i, function, ranges.get(i))));
            }
        }
    }

    /** An address of the device that the guest has accepted. */
    Optional<Long> anyAddress() {
        return accepted.values().stream().findFirst().map(mapping -> mapping.host.address());
    }

    /** How many ranges the guest has mapped as private. */
    int count() {
        return accepted.size();
    }

    void revokeAll() {
        accepted.values().forEach(mapping -> {
            space.unmap(new PageRange(mapping.guestAddress, mapping.host.count()));
            memory.unpin(mapping.host);
            memory.release(mapping.host);
        });
        accepted.clear();
        proposals.clear();
    }

    private record Accepted(long guestAddress, PageRange host) {}
}
