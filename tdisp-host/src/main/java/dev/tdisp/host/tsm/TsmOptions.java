package dev.tdisp.host.tsm;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.pcie.StreamId;

/**
 * What a security manager asks of a device, as far as the device supports it, and how.
 *
 * @param stream the default stream of a link; if another device behind the same port has it, the next
 * @param lockFlags the flags to lock with
 * @param mmioReportingOffset what is added to addresses in reports, so that a guest learns nothing of the host's
 * @param patience how often to ask a device that is busy
 * @param keyAgeing when to refresh the keys of a stream
 * @param heartbeats whether to give sessions signs of life, half a period apart
 * @param acceptOrder what must be mapped when
 * @param refusals what becomes of refusals
 * @param form in which form both ends of a stream send packets; a link with a device that cannot do so is refused
 */
public record TsmOptions(
        StreamId stream,
        LockFlags lockFlags,
        long mmioReportingOffset,
        Patience patience,
        KeyAgeing keyAgeing,
        boolean heartbeats,
        AcceptOrder acceptOrder,
        Refusals refusals,
        IdeForm form) {
    /**
     * Stream 10h, no firmware updates, a locked MSI-X table, all requests redirected, addresses moved down by
     * 40_0000_0000h; keys that do not grow old, no heartbeats; windows before the start; each packet
     * with a MAC of its own.
     */
    public static final TsmOptions DEFAULT = new TsmOptions(
            new StreamId(0x10),
            LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX, LockFlag.ALL_REQUEST_REDIRECT),
            -0x40_0000_0000L,
            Patience.DEFAULT,
            KeyAgeing.NEVER,
            false,
            AcceptOrder.MAP_THEN_START,
            Refusals.ALL,
            IdeForm.PLAIN);

    /**
     * Returns the same options with another stream.
     *
     * @param id the stream
     * @return the changed copy
     */
    public TsmOptions withStream(StreamId id) {
        return new TsmOptions(
                id, lockFlags, mmioReportingOffset, patience, keyAgeing, heartbeats, acceptOrder, refusals, form);
    }

    /**
     * Returns the same options with other flags.
     *
     * @param flags the flags to lock with
     * @return the changed copy
     */
    public TsmOptions withLockFlags(LockFlags flags) {
        return new TsmOptions(
                stream, flags, mmioReportingOffset, patience, keyAgeing, heartbeats, acceptOrder, refusals, form);
    }

    /**
     * Returns the same options with another offset.
     *
     * @param offset what is added to addresses in reports; a multiple of the page size
     * @return the changed copy
     */
    public TsmOptions withMmioReportingOffset(long offset) {
        return new TsmOptions(stream, lockFlags, offset, patience, keyAgeing, heartbeats, acceptOrder, refusals, form);
    }

    /**
     * Returns the same options with more or less patience.
     *
     * @param other how often to ask a device that is busy
     * @return the changed copy
     */
    public TsmOptions withPatience(Patience other) {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, other, keyAgeing, heartbeats, acceptOrder, refusals, form);
    }

    /**
     * Returns the same options with keys of another life.
     *
     * @param policy when to refresh them
     * @return the changed copy
     */
    public TsmOptions withKeyAgeing(KeyAgeing policy) {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, patience, policy, heartbeats, acceptOrder, refusals, form);
    }

    /**
     * Returns the same options with another order.
     *
     * @param order what must be mapped when
     * @return the changed copy
     */
    public TsmOptions withAcceptOrder(AcceptOrder order) {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, patience, keyAgeing, heartbeats, order, refusals, form);
    }

    /**
     * Returns the same options for a security manager that takes its refusals otherwise.
     *
     * @param other what becomes of refusals
     * @return the changed copy
     */
    public TsmOptions withRefusals(Refusals other) {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, patience, keyAgeing, heartbeats, acceptOrder, other, form);
    }

    /**
     * Returns the same options with packets of another form.
     *
     * @param other in which form both ends of a stream send packets
     * @return the changed copy
     */
    public TsmOptions withForm(IdeForm other) {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, patience, keyAgeing, heartbeats, acceptOrder, refusals, other);
    }

    /**
     * Returns the same options for a security manager that keeps sessions alive.
     *
     * @return the changed copy
     */
    public TsmOptions withHeartbeats() {
        return new TsmOptions(
                stream, lockFlags, mmioReportingOffset, patience, keyAgeing, true, acceptOrder, refusals, form);
    }
}
