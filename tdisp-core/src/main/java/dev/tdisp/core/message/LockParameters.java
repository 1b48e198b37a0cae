package dev.tdisp.core.message;

/**
 * What a lock binds to the interface (section 11.3.8).
 *
 * @param flags FLAGS
 * @param defaultStreamId the id of the selective IDE stream that is marked as default, 0 to 255
 * @param mmioReportingOffset MMIO_REPORTING_OFFSET: added to the physical addresses in reports, signed
 * @param bindP2pAddressMask BIND_P2P_ADDRESS_MASK, which means something with {@link LockFlag#BIND_P2P} only
 */
public record LockParameters(LockFlags flags, int defaultStreamId, long mmioReportingOffset, long bindP2pAddressMask) {
    /**
     * Checks the range.
     *
     * @param flags any bits
     * @param defaultStreamId 0 to 255
     * @param mmioReportingOffset any
     * @param bindP2pAddressMask any
     */
    public LockParameters {
        Ranges.u8("Stream ID", defaultStreamId);
    }

    /**
     * Creates parameters without reporting offset and mask.
     *
     * @param flags FLAGS
     * @param defaultStreamId the default stream's id
     * @return the parameters
     */
    public static LockParameters of(LockFlags flags, int defaultStreamId) {
        return new LockParameters(flags, defaultStreamId, 0, 0);
    }

    /**
     * Returns the same parameters with another reporting offset.
     *
     * @param offset MMIO_REPORTING_OFFSET
     * @return the changed copy
     */
    public LockParameters withMmioReportingOffset(long offset) {
        return new LockParameters(flags, defaultStreamId, offset, bindP2pAddressMask);
    }

    /**
     * Returns the same parameters with another address mask.
     *
     * @param mask BIND_P2P_ADDRESS_MASK
     * @return the changed copy
     */
    public LockParameters withBindP2pAddressMask(long mask) {
        return new LockParameters(flags, defaultStreamId, mmioReportingOffset, mask);
    }

    /**
     * Returns the values in one line.
     *
     * @return for example {@code FLAGS NO_FW_UPDATE|LOCK_MSIX stream 5}; offset and mask only if they are not 0
     */
    @Override
    public String toString() {
        var text = new StringBuilder("FLAGS %s stream %d".formatted(flags, defaultStreamId));
        if (mmioReportingOffset != 0) {
            text.append(" offset %s%Xh".formatted(mmioReportingOffset < 0 ? "-" : "", Math.abs(mmioReportingOffset)));
        }
        if (bindP2pAddressMask != 0) {
            text.append(" mask %Xh".formatted(bindP2pAddressMask));
        }
        return text.toString();
    }
}
