package dev.tdisp.device.tdi;

import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.config.RegisterEffect;
import java.util.List;
import java.util.Optional;

/**
 * Which register changes a locked interface must not survive (section 11.2.6): the table as data. A change that no row
 * names is free.
 */
final class Tracking {
    private static final long ALL = ~0L;
    private static final int FOURTEEN_BIT_TAGS = 1 << 2;
    private static final int TAGS_AND_SNOOP = PciExpressCapability.DEVICE_CONTROL_EXTENDED_TAG
            | PciExpressCapability.DEVICE_CONTROL_PHANTOM_FUNCTIONS
            | PciExpressCapability.DEVICE_CONTROL_NO_SNOOP;

    private static final List<Row> ROWS = List.of(
            Row.cleared(
                    RegisterEffect.COMMAND,
                    Type0Header.COMMAND_MEMORY_SPACE | Type0Header.COMMAND_BUS_MASTER,
                    TdiEvent.COMMAND_ENABLE_CLEARED),
            Row.changed(RegisterEffect.BASE_ADDRESS, ALL, Scope.OWN, TdiEvent.BAR_MODIFIED),
            Row.changed(RegisterEffect.EXPANSION_ROM, ALL, Scope.OWN, TdiEvent.BAR_MODIFIED),
            Row.changed(RegisterEffect.SELF_TEST, ALL, Scope.DEVICE, TdiEvent.BAR_MODIFIED),
            Row.changed(RegisterEffect.DEVICE_CONTROL, TAGS_AND_SNOOP, Scope.DEVICE, TdiEvent.DEVICE_CONTROL_MODIFIED),
            Row.changed(
                    RegisterEffect.DEVICE_CONTROL_2,
                    PciExpressCapability.DEVICE_CONTROL_2_TEN_BIT_TAG,
                    Scope.OWN,
                    TdiEvent.DEVICE_CONTROL_MODIFIED),
            Row.changed(
                    RegisterEffect.DEVICE_CONTROL_3, FOURTEEN_BIT_TAGS, Scope.DEVICE, TdiEvent.DEVICE_CONTROL_MODIFIED),
            Row.changed(RegisterEffect.MSIX_CONTROL, ALL, Scope.OWN_LOCKED_MSIX, TdiEvent.MSIX_MODIFIED),
            Row.changed(RegisterEffect.ARI_CONTROL, ALL, Scope.DEVICE, TdiEvent.RESOURCE_CAPABILITY_MODIFIED),
            Row.changed(RegisterEffect.ATS_CONTROL, ALL, Scope.DEVICE, TdiEvent.ATS_MODIFIED),
            Row.changed(RegisterEffect.SRIOV_CONTROL, ALL, Scope.DEVICE, TdiEvent.SRIOV_OR_PRI_MODIFIED),
            Row.changed(RegisterEffect.SRIOV_NUM_VFS, ALL, Scope.DEVICE, TdiEvent.SRIOV_OR_PRI_MODIFIED),
            Row.changed(RegisterEffect.SRIOV_PAGE_SIZE, ALL, Scope.DEVICE, TdiEvent.SRIOV_OR_PRI_MODIFIED),
            Row.changed(RegisterEffect.VF_BASE_ADDRESS, ALL, Scope.DEVICE, TdiEvent.SRIOV_OR_PRI_MODIFIED),
            Row.changed(RegisterEffect.IDE_STREAM_CONTROL, ALL, Scope.BOUND_STREAM, TdiEvent.BOUND_STREAM_MODIFIED),
            Row.changed(RegisterEffect.IDE_RID_ASSOCIATION, ALL, Scope.BOUND_STREAM, TdiEvent.BOUND_STREAM_MODIFIED),
            Row.changed(
                    RegisterEffect.IDE_ADDRESS_ASSOCIATION, ALL, Scope.BOUND_STREAM, TdiEvent.BOUND_STREAM_MODIFIED));

    private Tracking() {}

    /** Whom a change concerns. */
    enum Scope {
        /** The interface of the function whose register it is. */
        OWN,
        /** The same, if its MSI-X table is locked and reported. */
        OWN_LOCKED_MSIX,
        /** The same and, for a register of the physical function, the interfaces of all virtual functions. */
        DEVICE,
        /** Every interface bound to the stream whose register it is. */
        BOUND_STREAM
    }

    /** A row of the table. */
    record Row(RegisterEffect effect, long mask, boolean onlyClearing, Scope scope, TdiEvent event) {
        static Row changed(RegisterEffect effect, long mask, Scope scope, TdiEvent event) {
            return new Row(effect, mask, false, scope, event);
        }

        static Row cleared(RegisterEffect effect, long mask, TdiEvent event) {
            return new Row(effect, mask, true, Scope.OWN, event);
        }

        private boolean isHitBy(RegisterChange change, boolean identicalCounts) {
            if (onlyClearing) {
                return change.clears(mask);
            }
            long writable = change.register().writable() & mask;
            return change.changes(mask) || identicalCounts && writable != 0;
        }
    }

    /**
     * Finds the row that a change hits.
     *
     * @param change the change
     * @param identicalCounts true if writing the present value is a modification too
     * @return the row, if the change is one that is tracked
     */
    static Optional<Row> rowFor(RegisterChange change, boolean identicalCounts) {
        return ROWS.stream()
                .filter(row -> row.effect == change.register().effect())
                .filter(row -> row.isHitBy(change, identicalCounts))
                .findFirst();
    }
}
