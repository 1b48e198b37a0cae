package dev.tdisp.core.report;

/** A bit of the attributes of a reported range (section 11.3.11). */
public enum MmioAttribute {
    /** The range maps the MSI-X table; reported only if it is locked. */
    MSIX_TABLE(0),
    /** The range maps the MSI-X PBA; reported only if it is locked. */
    MSIX_PBA(1),
    /** The range is not TEE memory; for an updatable range, it was not when it was locked. */
    IS_NON_TEE_MEM(2),
    /** SET_MMIO_ATTRIBUTE_REQUEST can change whether the range is TEE memory. */
    IS_MEM_ATTR_UPDATABLE(3);

    private final int bit;

    MmioAttribute(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the position.
     *
     * @return 0 to 3
     */
    public int bit() {
        return bit;
    }

    int mask() {
        return 1 << bit;
    }
}
