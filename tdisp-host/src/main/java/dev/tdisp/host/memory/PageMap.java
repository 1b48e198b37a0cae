package dev.tdisp.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A value for each of some pages. Consecutive pages that got one value together take the room of one page.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * var map = new PageMap<String>();
 * map.put(new PageRange(0x1000, 256), "window");
 * map.remove(new PageRange(0x2000, 1));
 * map.find(0x3010).map(PageMap.Run::value); // window
 * }</pre>
 *
 * @param <V> what a page has
 */
public final class PageMap<V> {
    private final NavigableMap<Long, Run<V>> runs = new TreeMap<>(Long::compareUnsigned);

    /** Creates a map without pages. */
    public PageMap() {}

    /**
     * Gives pages a value, in place of those they had.
     *
     * @param pages the pages
     * @param value their value
     */
    public void put(PageRange pages, V value) {
        remove(pages);
        runs.put(pages.address(), new Run<>(pages, pages.address(), value));
    }

    /**
     * Takes the values of pages away; where there are none nothing happens.
     *
     * @param pages the pages
     */
    public void remove(PageRange pages) {
        for (Run<V> run : touched(pages)) {
            runs.remove(run.pages.address());
            long before = (pages.address() - run.pages.address()) / PageRange.PAGE_SIZE;
            long behind = run.pages.count() - before - pages.count();
            if (before > 0) {
                keep(new PageRange(run.pages.address(), before), run);
            }
            if (behind > 0) {
                keep(new PageRange(pages.address() + pages.size(), behind), run);
            }
        }
    }

    private void keep(PageRange part, Run<V> of) {
        runs.put(part.address(), new Run<>(part, of.origin, of.value));
    }

    /**
     * Changes the values of those pages that have one.
     *
     * @param pages the pages
     * @param change makes another value of each
     */
    public void change(PageRange pages, UnaryOperator<V> change) {
        for (Run<V> run : within(pages)) {
            put(run.pages, change.apply(run.value));
        }
    }

    /**
     * Finds the value of a page.
     *
     * @param address any address in it
     * @return the run that the page is part of, if it has a value
     */
    public Optional<Run<V>> find(long address) {
        return Optional.ofNullable(runs.floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(run -> run.pages.contains(address));
    }

    /**
     * Returns the values of those pages that have one.
     *
     * @param pages the pages
     * @return the runs, cut to these pages, in order
     */
    public List<Run<V>> within(PageRange pages) {
        List<Run<V>> cut = new ArrayList<>();
        for (Run<V> run : touched(pages)) {
            long skipped = Math.max(0, (pages.address() - run.pages.address()) / PageRange.PAGE_SIZE);
            long first = run.pages.address() + skipped * PageRange.PAGE_SIZE;
            long left = pages.count() - (first - pages.address()) / PageRange.PAGE_SIZE;
            long count = Math.min(run.pages.count() - skipped, left);
            cut.add(new Run<>(new PageRange(first, count), run.origin, run.value));
        }
        return cut;
    }

    /**
     * Returns those pages that have no value.
     *
     * @param pages the pages
     * @return the gaps, in order
     */
    public List<PageRange> gaps(PageRange pages) {
        List<PageRange> gaps = new ArrayList<>();
        long next = 0;
        for (Run<V> run : within(pages)) {
            long start = (run.pages.address() - pages.address()) / PageRange.PAGE_SIZE;
            addGap(gaps, pages, next, start);
            next = start + run.pages.count();
        }
        addGap(gaps, pages, next, pages.count());
        return gaps;
    }

    private static void addGap(List<PageRange> gaps, PageRange pages, long from, long to) {
        if (from < to) {
            gaps.add(new PageRange(pages.page(from), to - from));
        }
    }

    private List<Run<V>> touched(PageRange pages) {
        long last = pages.address() + pages.size() - 1;
        List<Run<V>> touched = new ArrayList<>();
        find(pages.address()).ifPresent(touched::add);
        touched.addAll(
                runs.subMap(pages.address(), touched.isEmpty(), last, true).values());
        return touched;
    }

    /**
     * Returns the last page that has a value.
     *
     * @return its address, if there is one
     */
    public OptionalLong last() {
        return runs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(lastPage(runs.lastEntry().getValue().pages));
    }

    private static long lastPage(PageRange pages) {
        return pages.page(pages.count() - 1);
    }

    /**
     * Returns all values.
     *
     * @return the runs, in order
     */
    public List<Run<V>> runs() {
        return List.copyOf(runs.values());
    }

    /**
     * Returns how many pages have a value.
     *
     * @return the number of pages, not of runs
     */
    public long count() {
        return runs.values().stream().mapToLong(run -> run.pages.count()).sum();
    }

    /** Forgets all pages. */
    public void clear() {
        runs.clear();
    }

    /**
     * Consecutive pages of one value.
     *
     * @param pages the pages
     * @param origin the address that the value was given for: the first page then, of which others may be gone since
     * @param value the value
     * @param <V> what a page has
     */
    public record Run<V>(PageRange pages, long origin, V value) {
        /**
         * Returns how far an address is from where the value begins.
         *
         * @param address an address in one of the pages
         * @return the distance in bytes
         */
        public long offset(long address) {
            return address - origin;
        }
    }
}
