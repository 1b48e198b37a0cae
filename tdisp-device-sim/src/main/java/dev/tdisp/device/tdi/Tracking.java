package dev.tdisp.device.tdi;

import static dev.tdisp.device.tdi.Tracking.Outcome.ABSENT;
import static dev.tdisp.device.tdi.Tracking.Outcome.ERROR;
import static dev.tdisp.device.tdi.Tracking.Outcome.ERROR_IF_BOUND;
import static dev.tdisp.device.tdi.Tracking.Outcome.ERROR_IF_MSIX_LOCKED;
import static dev.tdisp.device.tdi.Tracking.Outcome.FREE;
import static dev.tdisp.device.tdi.Tracking.Outcome.RESET;
import static dev.tdisp.device.tdi.Tracking.Outcome.TOLD;

import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.device.config.HeaderRegisters;
import dev.tdisp.device.config.PowerManagementRegisters;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.config.RegisterEffect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a register change does to a locked interface (section 11.2.6): the table as data, with a row for each register or
 * bit that is tracked, and for those that are free.
 */
final class Tracking {
    private static final long ALL = ~0L;
    private static final int FOURTEEN_BIT_TAGS = 1 << 2;
    private static final int TOO_LITTLE_POWER = 1 << 1;
    private static final long ENABLES = Type0Header.COMMAND_MEMORY_SPACE | Type0Header.COMMAND_BUS_MASTER;
    private static final long TAGS_AND_SNOOP = PciExpressCapability.DEVICE_CONTROL_EXTENDED_TAG
            | PciExpressCapability.DEVICE_CONTROL_PHANTOM_FUNCTIONS
            | PciExpressCapability.DEVICE_CONTROL_NO_SNOOP;
    private static final long RESET_BIT = PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR;
    private static final long TEN_BIT_TAGS = PciExpressCapability.DEVICE_CONTROL_2_TEN_BIT_TAG;

    /** The table, in the order of the specification's. */
    static final List<Row> ROWS = List.of(
            Row.of("Command: Memory Space Enable", RegisterEffect.COMMAND, Type0Header.COMMAND_MEMORY_SPACE)
                    .when(How.CLEARED, TdiEvent.COMMAND_ENABLE_CLEARED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("Command: Bus Master Enable", RegisterEffect.COMMAND, Type0Header.COMMAND_BUS_MASTER)
                    .when(How.CLEARED, TdiEvent.COMMAND_ENABLE_CLEARED)
                    .does(ERROR, ERROR, FREE),
            Row.of("Command: other bits", RegisterEffect.COMMAND, ~ENABLES).does(FREE, ABSENT, FREE),
            Row.of("Status, Device Status, Cache Line Size, Interrupt Line", RegisterEffect.NONE, ALL)
                    .does(FREE, FREE, FREE),
            Row.of("BIST: start", RegisterEffect.SELF_TEST, HeaderRegisters.SELF_TEST_START)
                    .when(How.WRITTEN, TdiEvent.BAR_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("BAR", RegisterEffect.BASE_ADDRESS, ALL)
                    .when(How.CHANGED, TdiEvent.BAR_MODIFIED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("Expansion ROM BAR", RegisterEffect.EXPANSION_ROM, ALL)
                    .when(How.CHANGED, TdiEvent.BAR_MODIFIED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("Power state", RegisterEffect.POWER, PowerManagementRegisters.POWER_STATE)
                    .does(RESET, RESET, RESET),
            Row.of("Vital product data", RegisterEffect.VITAL_PRODUCT_DATA, ALL).does(FREE, FREE, FREE),
            Row.of("MSI", RegisterEffect.MSI, ALL).does(FREE, FREE, FREE),
            Row.of("MSI-X: enable, function mask", RegisterEffect.MSIX_CONTROL, ALL)
                    .when(How.CHANGED, TdiEvent.MSIX_MODIFIED)
                    .does(ERROR_IF_MSIX_LOCKED, ERROR_IF_MSIX_LOCKED, FREE),
            Row.of("Device Control: extended tags, phantom functions, no snoop", RegisterEffect.DEVICE_CONTROL)
                    .bits(TAGS_AND_SNOOP)
                    .when(How.CHANGED, TdiEvent.DEVICE_CONTROL_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("Device Control: function level reset", RegisterEffect.DEVICE_CONTROL, RESET_BIT)
                    .does(RESET, RESET, RESET),
            Row.of("Device Control: other bits", RegisterEffect.DEVICE_CONTROL, ~(TAGS_AND_SNOOP | RESET_BIT))
                    .does(FREE, ABSENT, FREE),
            Row.of("Device Control 2: 10-bit tags", RegisterEffect.DEVICE_CONTROL_2, TEN_BIT_TAGS)
                    .when(How.CHANGED, TdiEvent.DEVICE_CONTROL_MODIFIED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("Device Control 2: other bits", RegisterEffect.DEVICE_CONTROL_2, ~TEN_BIT_TAGS)
                    .does(FREE, ABSENT, FREE),
            Row.of("Device Control 3: 14-bit tags", RegisterEffect.DEVICE_CONTROL_3, FOURTEEN_BIT_TAGS)
                    .when(How.CHANGED, TdiEvent.DEVICE_CONTROL_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("Link control, lanes, L1 substates, precision time, latency tolerance", RegisterEffect.LINK, ALL)
                    .does(FREE, ABSENT, FREE),
            Row.of("Virtual channels", RegisterEffect.VIRTUAL_CHANNEL, ALL)
                    .when(How.CHANGED, TdiEvent.VIRTUAL_CHANNEL_WRITTEN)
                    .does(TOLD, ABSENT, TOLD),
            Row.of("Power allocation: a substate that is too little", RegisterEffect.POWER_ALLOCATION, TOO_LITTLE_POWER)
                    .when(How.SET, TdiEvent.POWER_ALLOCATION_INSUFFICIENT)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("Power allocation: other substates", RegisterEffect.POWER_ALLOCATION, ALL)
                    .when(How.CHANGED, TdiEvent.POWER_ALLOCATION_WRITTEN)
                    .does(TOLD, ABSENT, TOLD),
            Row.of("Advanced error reporting", RegisterEffect.ERROR_REPORTING, ALL)
                    .does(FREE, FREE, FREE),
            Row.of("Access control services", RegisterEffect.ACCESS_CONTROL, ALL)
                    .does(FREE, FREE, FREE),
            Row.of("ARI control", RegisterEffect.ARI_CONTROL, ALL)
                    .when(How.CHANGED, TdiEvent.RESOURCE_CAPABILITY_MODIFIED)
                    .does(ERROR, ERROR, ERROR),
            Row.of("ATS control", RegisterEffect.ATS_CONTROL, ALL)
                    .when(How.CHANGED, TdiEvent.ATS_MODIFIED)
                    .does(ERROR, ERROR, ERROR),
            Row.of("Page requests", RegisterEffect.PAGE_REQUESTS, ALL)
                    .when(How.CHANGED, TdiEvent.SRIOV_OR_PRI_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("PASID control", RegisterEffect.PROCESS_ADDRESS_SPACES, ALL)
                    .when(How.CHANGED, TdiEvent.RESOURCE_CAPABILITY_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("Enhanced allocation", RegisterEffect.ENHANCED_ALLOCATION, ALL)
                    .when(How.CHANGED, TdiEvent.RESOURCE_CAPABILITY_MODIFIED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("Resizable BAR", RegisterEffect.RESIZABLE_BAR, ALL)
                    .when(How.CHANGED, TdiEvent.RESOURCE_CAPABILITY_MODIFIED)
                    .does(ERROR, ABSENT, FREE),
            Row.of("VF Resizable BAR", RegisterEffect.VF_RESIZABLE_BAR, ALL)
                    .when(How.CHANGED, TdiEvent.RESOURCE_CAPABILITY_MODIFIED)
                    .does(ERROR, ABSENT, ERROR),
            Row.of("Multicast", RegisterEffect.MULTICAST, ALL)
                    .when(How.CHANGED, TdiEvent.MULTICAST_MODIFIED)
                    .does(ERROR, ERROR, ERROR),
            sriov("SR-IOV control", RegisterEffect.SRIOV_CONTROL),
            sriov("NumVFs", RegisterEffect.SRIOV_NUM_VFS),
            sriov("System Page Size", RegisterEffect.SRIOV_PAGE_SIZE),
            sriov("VF BAR", RegisterEffect.VF_BASE_ADDRESS),
            Row.of("DOE control", RegisterEffect.DOE_CONTROL, ALL).does(FREE, ABSENT, FREE),
            Row.of("DOE status", RegisterEffect.DOE_STATUS, ALL).does(FREE, ABSENT, FREE),
            Row.of("DOE write mailbox", RegisterEffect.DOE_WRITE_MAILBOX, ALL).does(FREE, ABSENT, FREE),
            Row.of("DOE read mailbox", RegisterEffect.DOE_READ_MAILBOX, ALL).does(FREE, ABSENT, FREE),
            Row.of("IDE control", RegisterEffect.IDE_CONTROL, ALL).does(FREE, ABSENT, FREE),
            stream("IDE stream control", RegisterEffect.IDE_STREAM_CONTROL),
            stream("IDE RID association", RegisterEffect.IDE_RID_ASSOCIATION),
            stream("IDE address association", RegisterEffect.IDE_ADDRESS_ASSOCIATION),
            Row.of("IDE stream status", RegisterEffect.IDE_STREAM_STATUS, ALL).does(FREE, ABSENT, FREE),
            Row.of("TPH requester control", RegisterEffect.PROCESSING_HINTS, ALL)
                    .does(FREE, FREE, FREE),
            Row.of("LN requester control", RegisterEffect.LIGHTWEIGHT_NOTIFICATION, ALL)
                    .does(FREE, FREE, FREE),
            Row.of("Vendor's registers", RegisterEffect.VENDOR_SPECIFIC, ALL).does(FREE, FREE, FREE));

    private static final Map<RegisterEffect, List<Row>> BY_EFFECT = ROWS.stream()
            .filter(Row::isTracked)
            .collect(
                    Collectors.groupingBy(Row::effect, () -> new EnumMap<>(RegisterEffect.class), Collectors.toList()));

    private Tracking() {}

    private static Row sriov(String name, RegisterEffect effect) {
        return Row.of(name, effect, ALL)
                .when(How.CHANGED, TdiEvent.SRIOV_OR_PRI_MODIFIED)
                .does(ERROR, ABSENT, ERROR);
    }

    private static Row stream(String name, RegisterEffect effect) {
        return Row.of(name, effect, ALL)
                .when(How.CHANGED, TdiEvent.BOUND_STREAM_MODIFIED)
                .does(ERROR_IF_BOUND, ABSENT, ERROR_IF_BOUND);
    }

    /** What it takes to hit a row. */
    enum How {
        /** A bit gets another value. */
        CHANGED,
        /** A bit goes from 1 to 0. */
        CLEARED,
        /** A bit goes from 0 to 1. */
        SET,
        /** A bit is written as 1, whatever it reads afterwards. */
        WRITTEN
    }

    /** What a change does to an interface that is locked or runs. */
    enum Outcome {
        /** Nothing. */
        FREE,
        /** Nothing, but the interface is told. */
        TOLD,
        /** It goes to ERROR. */
        ERROR,
        /** It goes to ERROR if its MSI-X table is locked and reported. */
        ERROR_IF_MSIX_LOCKED,
        /** It goes to ERROR if it is bound to the stream whose register it is. */
        ERROR_IF_BOUND,
        /** It goes to ERROR by the reset that follows, if one does. */
        RESET,
        /** Nothing: the function has no such register, or cannot write it. */
        ABSENT
    }

    /**
     * A row of the table.
     *
     * @param name what is written
     * @param effect by which the register is known
     * @param mask the bits
     * @param how what it takes
     * @param event what it means to the interface
     * @param ownPhysical the outcome for the interface of the physical function whose register it is
     * @param ownVirtual the outcome for the interface of the virtual function whose register it is
     * @param physicalForVirtual the outcome for a virtual function's interface if it is the physical function's register
     */
    record Row(
            String name,
            RegisterEffect effect,
            long mask,
            How how,
            TdiEvent event,
            Outcome ownPhysical,
            Outcome ownVirtual,
            Outcome physicalForVirtual) {
        static Row of(String name, RegisterEffect effect) {
            return of(name, effect, ALL);
        }

        static Row of(String name, RegisterEffect effect, long mask) {
            return new Row(name, effect, mask, How.CHANGED, TdiEvent.FREE_REGISTER_WRITTEN, FREE, FREE, FREE);
        }

        Row bits(long bits) {
            return new Row(name, effect, bits, how, event, ownPhysical, ownVirtual, physicalForVirtual);
        }

        Row when(How what, TdiEvent meaning) {
            return new Row(name, effect, mask, what, meaning, ownPhysical, ownVirtual, physicalForVirtual);
        }

        Row does(Outcome physical, Outcome virtual, Outcome across) {
            return new Row(name, effect, mask, how, event, physical, virtual, across);
        }

        /** Tells whether the row makes a difference to any interface; a reset makes its difference by itself. */
        boolean isTracked() {
            return Stream.of(ownPhysical, ownVirtual, physicalForVirtual)
                    .anyMatch(outcome -> outcome != FREE && outcome != ABSENT && outcome != RESET);
        }

        private boolean isHitBy(RegisterChange change, boolean identicalCounts) {
            return switch (how) {
                case CLEARED -> change.clears(mask);
                case SET -> change.sets(mask);
                case WRITTEN -> change.triggers(mask);
                case CHANGED ->
                    change.changes(mask)
                            || identicalCounts && (change.register().writable() & mask) != 0;
            };
        }
    }

    /**
     * Finds the rows that a change hits, those that make no difference left out.
     *
     * @param change the change
     * @param identicalCounts true if writing the present value is a modification too
     * @return the rows, in the order of the table
     */
    static List<Row> rowsFor(RegisterChange change, boolean identicalCounts) {
        List<Row> rows = BY_EFFECT.getOrDefault(change.register().effect(), List.of());
        return rows.isEmpty()
                ? rows
                : rows.stream()
                        .filter(row -> row.isHitBy(change, identicalCounts))
                        .toList();
    }
}
