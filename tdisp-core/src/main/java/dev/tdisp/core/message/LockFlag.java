package dev.tdisp.core.message;

/** A bit of the FLAGS of a lock (section 11.3.8); its position is that of LOCK_INTERFACE_FLAGS_SUPPORTED too. */
public enum LockFlag {
    /** Set: no firmware update while the interface is locked or running. */
    NO_FW_UPDATE(0),
    /** Clear: the system's cache lines have 64 bytes. Set: 128 bytes. */
    SYSTEM_CACHE_LINE_SIZE(1),
    /** The MSI-X table and PBA are locked and reported. */
    LOCK_MSIX(2),
    /** Direct peer-to-peer may be enabled later, and BIND_P2P_ADDRESS_MASK means something. */
    BIND_P2P(3),
    /** All translated requests go upstream over the default stream. */
    ALL_REQUEST_REDIRECT(4);

    private final int bit;

    LockFlag(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the position.
     *
     * @return 0 to 4
     */
    public int bit() {
        return bit;
    }

    int mask() {
        return 1 << bit;
    }
}
