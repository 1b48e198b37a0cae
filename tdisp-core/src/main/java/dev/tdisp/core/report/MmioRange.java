package dev.tdisp.core.report;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * MMIO_RANGE: pages of device memory that belong to the interface (section 11.3.11).
 *
 * @param firstPage the number of the first 4K page, with MMIO_REPORTING_OFFSET added; unsigned
 * @param pageCount how many 4K pages, an unsigned 32-bit value
 * @param attributes what the pages are
 * @param rangeId the range's id; 0 to 7 are those of the BARs
 */
public record MmioRange(long firstPage, long pageCount, MmioAttributes attributes, int rangeId) {
    /** The size of an MMIO_RANGE in bytes. */
    public static final int SIZE = 16;

    /** The size of a page in bytes. */
    public static final int PAGE_SIZE = 4096;

    static final int PAGE_SHIFT = 12;
    private static final long PAGES = 1L << (Long.SIZE - PAGE_SHIFT);

    /**
     * Checks the ranges.
     *
     * @param firstPage any
     * @param pageCount an unsigned 32-bit value
     * @param attributes any
     * @param rangeId 0 to 65535
     */
    public MmioRange {
        if (pageCount >>> 32 != 0) {
            throw new IllegalArgumentException("number of 4K pages: %d does not fit in 32 bits".formatted(pageCount));
        }
        if (rangeId >>> 16 != 0) {
            throw new IllegalArgumentException("range id: %d does not fit in 16 bits".formatted(rangeId));
        }
    }

    /**
     * Reports a part of the address space.
     *
     * @param physicalAddress the address of its first byte, a multiple of 4096
     * @param mmioReportingOffset what is added to it, modulo 2^64; a multiple of 4096
     * @param pageCount how many pages
     * @param attributes what they are
     * @param rangeId the range's id
     * @return the range
     * @throws IllegalArgumentException if the sum is not the start of a page
     */
    public static MmioRange at(
            long physicalAddress, long mmioReportingOffset, long pageCount, MmioAttributes attributes, int rangeId) {
        long reported = physicalAddress + mmioReportingOffset;
        if (!MmioAddressUnit.BYTE.isWhole(reported)) {
            throw new IllegalArgumentException("address: %Xh is not the start of a page".formatted(reported));
        }
        return new MmioRange(reported >>> PAGE_SHIFT, pageCount, attributes, rangeId);
    }

    /**
     * Returns the reported address of the first byte.
     *
     * @return the page number times 4096; unsigned
     */
    public long startAddress() {
        return firstPage << PAGE_SHIFT;
    }

    /**
     * Returns how large the range is.
     *
     * @return the size in bytes
     */
    public long sizeInBytes() {
        return pageCount << PAGE_SHIFT;
    }

    /**
     * Tells whether all pages are within the 64-bit address space.
     *
     * @return false if the range starts or ends behind it
     */
    public boolean isAddressable() {
        return firstPage >= 0 && firstPage <= PAGES - pageCount;
    }

    /**
     * Tells whether a page is in this range and in another.
     *
     * @param other the other range
     * @return true if they share a page
     */
    public boolean overlaps(MmioRange other) {
        return Long.compareUnsigned(firstPage - other.firstPage, other.pageCount) < 0 && pageCount != 0
                || Long.compareUnsigned(other.firstPage - firstPage, pageCount) < 0 && other.pageCount != 0;
    }

    /**
     * Returns the values in one line.
     *
     * @return for example {@code range 2: 256 pages from page 1010000h, IS_MEM_ATTR_UPDATABLE}
     */
    @Override
    public String toString() {
        return "range %d: %d pages from page %Xh, %s".formatted(rangeId, pageCount, firstPage, attributes);
    }

    void encode(WireWriter out, MmioAddressUnit unit) {
        out.u64("First4KPage", unit.toField(firstPage));
        out.u32("NumberOf4KPages", pageCount);
        out.u16("RangeAttributes", attributes.bits());
        out.meaning(attributes);
        out.u16("RangeID", rangeId);
    }

    static MmioRange decode(WireReader in, MmioAddressUnit unit) {
        long first = in.u64("First4KPage");
        if (!unit.isWhole(first)) {
            throw in.malformed("First4KPage", Long.BYTES, "%Xh is not the start of a page".formatted(first));
        }
        long pageCount = in.u32("NumberOf4KPages");
        var attributes = new MmioAttributes(in.u16("RangeAttributes"));
        in.meaning(attributes);
        return new MmioRange(unit.toPageNumber(first), pageCount, attributes, in.u16("RangeID"));
    }
}
