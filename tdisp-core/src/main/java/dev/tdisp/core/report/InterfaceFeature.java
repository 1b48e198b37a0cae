package dev.tdisp.core.report;

/** A bit of INTERFACE_INFO (section 11.3.11). */
public enum InterfaceFeature {
    /** Set: no firmware update while the interface is locked or running. Clear: updates are permitted. */
    NO_FW_UPDATE(0),
    /** The interface makes DMA requests without a PASID. */
    DMA_WITHOUT_PASID(1),
    /** The interface makes DMA requests with a PASID. */
    DMA_WITH_PASID(2),
    /** Address translation services are supported and enabled. */
    ATS_ENABLED(3),
    /** Page requests are supported and enabled. */
    PRS_ENABLED(4),
    /** Since PCI Express 7.0: the extended TEE mode is on. */
    XT_MODE_ENABLED(5);

    private final int bit;

    InterfaceFeature(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the position.
     *
     * @return 0 to 5
     */
    public int bit() {
        return bit;
    }

    int mask() {
        return 1 << bit;
    }
}
