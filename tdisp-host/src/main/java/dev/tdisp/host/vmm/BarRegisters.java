package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.Type0Header;
import java.util.ArrayList;
import java.util.List;

/** Six base address registers, of a header or of the SR-IOV capability: finds sizes and sets addresses. */
final class BarRegisters {
    private static final int COUNT = Type0Header.BAR_COUNT;
    private static final int TYPE_MASK = 0xF;
    private static final int IO = 1;
    private static final long ALL_ONES = 0xFFFF_FFFFL;

    private final ConfigAccess config;
    private final int offset;

    BarRegisters(ConfigAccess config, int offset) {
        this.config = config;
        this.offset = offset;
    }

    /** Finds every memory window by writing all ones; decoding must be off. The registers keep their values. */
    List<Bar> probe() {
        List<Bar> found = new ArrayList<>();
        for (int index = 0; index < COUNT; index++) {
            long low = config.read(at(index), 4);
            boolean is64Bit = (low & Type0Header.BAR_64_BIT) != 0 && index + 1 < COUNT;
            long size = sizeOf(index, is64Bit);
            if (size != 0 && (low & IO) == 0) {
                long address = (low & ~(long) TYPE_MASK) | (is64Bit ? config.read(at(index + 1), 4) << 32 : 0);
                found.add(new Bar(index, address, size, is64Bit, (low & Type0Header.BAR_PREFETCHABLE) != 0));
            }
            index += is64Bit ? 1 : 0;
        }
        return found;
    }

    private long sizeOf(int index, boolean is64Bit) {
        long low = probe(index) & ~(long) TYPE_MASK;
        if (is64Bit) {
            long mask = low | probe(index + 1) << 32;
            return mask == 0 ? 0 : -mask;
        }
        return low == 0 ? 0 : -low & ALL_ONES;
    }

    private long probe(int index) {
        long before = config.read(at(index), 4);
        config.write(at(index), 4, ALL_ONES);
        long answer = config.read(at(index), 4);
        config.write(at(index), 4, before);
        return answer;
    }

    void place(Bar bar) {
        config.write(at(bar.index()), 4, bar.address() & ALL_ONES);
        if (bar.is64Bit()) {
            config.write(at(bar.index() + 1), 4, bar.address() >>> 32);
        }
    }

    private int at(int index) {
        return offset + 4 * index;
    }
}
