package dev.tdisp.host.memory;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which pages of a table are large. What is done to a part of one is refused: it must be split before. */
final class LargePages {
    private final Set<Long> starts = new HashSet<>();

    void add(PageRange range) {
        for (long i = 0; i < range.count(); i += PageSize.LARGE.pages()) {
            starts.add(range.page(i));
        }
    }

    boolean holds(long address) {
        return starts.contains(PageSize.LARGE.pageOf(address));
    }

    /** Removes a page; false if there is none. */
    boolean remove(long address) {
        return starts.remove(PageSize.LARGE.pageOf(address));
    }

    void removeAll(PageRange range) {
        starts.removeIf(range::contains);
    }

    /** Finds a page of which a range has only a part: it can only hold the first or the last byte. */
    Optional<Long> partOf(PageRange range) {
        long first = range.address();
        long last = first + range.size() - 1;
        if (holds(first) && PageSize.LARGE.pageOf(first) != first) {
            return Optional.of(PageSize.LARGE.pageOf(first));
        }
        long end = PageSize.LARGE.pageOf(last) + PageSize.LARGE.bytes() - 1;
        return holds(last) && end != last ? Optional.of(PageSize.LARGE.pageOf(last)) : Optional.empty();
    }

    int count() {
        return starts.size();
    }

    /** Refuses what is done to a part of a page. */
    Optional<Refusal> refusal(PageRange range) {
        return partOf(range).map(page -> new Refusal(Refusal.Reason.PART_OF_LARGE_PAGE, page, "not split"));
    }

    /** Checks that ranges can be large. */
    static Optional<Refusal> misalignment(PageRange... ranges) {
        return Stream.of(ranges)
                .filter(range -> !PageSize.LARGE.divides(range))
                .findFirst()
                .map(range ->
                        new Refusal(Refusal.Reason.SIZE_MISMATCH, range.address(), range + " is not whole 2 MiB"));
    }
}
