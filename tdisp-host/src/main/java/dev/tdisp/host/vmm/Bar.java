package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.PageRange;

/**
 * A memory window of a function, as a base address register places it.
 *
 * @param index which register, 0 to 5
 * @param address where the window starts; 0 before it is placed
 * @param size its size in bytes, a power of two
 * @param is64Bit whether the register takes the next one with it
 * @param prefetchable whether reads have no side effects
 */
public record Bar(int index, long address, long size, boolean is64Bit, boolean prefetchable) {
    /**
     * Returns the same window elsewhere.
     *
     * @param newAddress where it starts
     * @return the changed copy
     */
    public Bar at(long newAddress) {
        return new Bar(index, newAddress, size, is64Bit, prefetchable);
    }

    /**
     * Returns the pages of the window.
     *
     * @return all pages it touches
     */
    public PageRange pages() {
        return PageRange.covering(address, size);
    }

    @Override
    public String toString() {
        return "BAR%d %xh+%xh".formatted(index, address, size);
    }
}
