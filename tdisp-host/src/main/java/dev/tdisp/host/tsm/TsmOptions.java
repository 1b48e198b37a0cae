package dev.tdisp.host.tsm;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.pcie.StreamId;

/**
 * What a security manager asks of a device, as far as the device supports it.
 *
 * @param stream the default stream of the link
 * @param lockFlags the flags to lock with
 * @param mmioReportingOffset what is added to addresses in reports, so that a guest learns nothing of the host's
 * @param refusals what becomes of refusals
 */
public record TsmOptions(StreamId stream, LockFlags lockFlags, long mmioReportingOffset, Refusals refusals) {
    /** Stream 10h, no firmware updates, a locked MSI-X table, all requests redirected, addresses moved down by 40_0000_0000h. */
    public static final TsmOptions DEFAULT = new TsmOptions(
            new StreamId(0x10),
            LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX, LockFlag.ALL_REQUEST_REDIRECT),
            -0x40_0000_0000L,
            Refusals.ALL);

    /**
     * Returns the same options with other flags.
     *
     * @param flags the flags to lock with
     * @return the changed copy
     */
    public TsmOptions withLockFlags(LockFlags flags) {
        return new TsmOptions(stream, flags, mmioReportingOffset, refusals);
    }

    /**
     * Returns the same options with another offset.
     *
     * @param offset what is added to addresses in reports; a multiple of the page size
     * @return the changed copy
     */
    public TsmOptions withMmioReportingOffset(long offset) {
        return new TsmOptions(stream, lockFlags, offset, refusals);
    }

    /**
     * Returns the same options for a security manager that takes its refusals otherwise.
     *
     * @param other what becomes of refusals
     * @return the changed copy
     */
    public TsmOptions withRefusals(Refusals other) {
        return new TsmOptions(stream, lockFlags, mmioReportingOffset, other);
    }
}
