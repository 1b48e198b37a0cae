package dev.tdisp.device;

/** What a device does otherwise because a known peer insists, above the protocols that have switches of their own. */
public enum DeviceSwitch {
    /**
     * Answers IDE_KM and TSP of CXL minimally, though the device has no CXL. Off: their vendor is unknown, and SPDM refuses the
     * messages.
     */
    CXL_MESSAGES,
    /** Speaks neither IDE_KM nor TDISP: it proves who it is by SPDM, and its data goes by shared memory. */
    SPDM_ALONE
}
