package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.BarDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A BAR of one function, cut into regions without gaps.
 *
 * @param definition what the device was built with
 * @param regions what is where, in the order of the addresses
 */
public record Bar(BarDefinition definition, List<BarRegion> regions) {
    /**
     * Sorts the regions and fills the gaps with unused ones.
     *
     * @param definition what the device was built with
     * @param regions what is where, in the order of the addresses
     */
    public Bar {
        regions = fill(definition, regions);
    }

    /**
     * Finds what is at an offset.
     *
     * @param offset less than the size of the BAR
     * @return the region; an unused one behind the size the BAR was built with
     */
    public BarRegion regionAt(long offset) {
        if (offset >= definition.size()) {
            return new BarRegion(
                    definition.index(),
                    definition.size(),
                    Long.highestOneBit(offset) * 2 - definition.size(),
                    RegionKind.UNUSED,
                    false,
                    Unused.INSTANCE);
        }
        for (BarRegion region : regions) {
            if (offset < region.end()) {
                return region;
            }
        }
        throw new IllegalArgumentException("offset: BAR%d has no %xh".formatted(definition.index(), offset));
    }

    private static List<BarRegion> fill(BarDefinition bar, List<BarRegion> regions) {
        var sorted = new ArrayList<>(regions);
        sorted.sort(Comparator.comparingLong(BarRegion::offset));
        var filled = new ArrayList<BarRegion>();
        long end = 0;
        for (BarRegion region : sorted) {
            if (region.bar() != bar.index() || region.offset() < end || region.end() > bar.size()) {
                throw new IllegalArgumentException(
                        "BAR%d: no place for a region at %xh".formatted(bar.index(), region.offset()));
            }
            addGap(filled, bar.index(), end, region.offset());
            filled.add(region);
            end = region.end();
        }
        addGap(filled, bar.index(), end, bar.size());
        return List.copyOf(filled);
    }

    private static void addGap(List<BarRegion> regions, int bar, long from, long to) {
        if (from < to) {
            regions.add(new BarRegion(bar, from, to - from, RegionKind.UNUSED, false, Unused.INSTANCE));
        }
    }

    /** Answers where nothing is. */
    private enum Unused implements MmioRegion {
        INSTANCE;

        @Override
        public Bytes read(long offset, int length) {
            return Bytes.filled(0, length);
        }

        @Override
        public void write(long offset, Bytes data) {
            // nothing is there
        }

        @Override
        public void scrub() {
            // nothing is kept
        }
    }
}
