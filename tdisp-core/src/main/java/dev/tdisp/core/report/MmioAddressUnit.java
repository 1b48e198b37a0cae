package dev.tdisp.core.report;

/**
 * The unit of the field "first 4K page" of a range.
 *
 * <p>Sources disagree: the specification's text and most software mean page numbers, some devices send byte addresses.
 */
public enum MmioAddressUnit {
    /** The number of the page: the address divided by 4096. The default reading. */
    PAGE(0),
    /** The address of the page's first byte. */
    BYTE(MmioRange.PAGE_SHIFT);

    private final int shift;

    MmioAddressUnit(int shift) {
        this.shift = shift;
    }

    /**
     * Returns the field "first 4K page" of a range.
     *
     * @param range the range
     * @return its first page in this unit
     */
    public long fieldOf(MmioRange range) {
        return toField(range.firstPage());
    }

    long toField(long pageNumber) {
        return pageNumber << shift;
    }

    long toPageNumber(long field) {
        return field >>> shift;
    }

    boolean isWhole(long field) {
        return toField(toPageNumber(field)) == field;
    }
}
