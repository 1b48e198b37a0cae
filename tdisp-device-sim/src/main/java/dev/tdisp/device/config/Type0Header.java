package dev.tdisp.device.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The type 0 header: identity, command, base address registers.
 *
 * <p>That of a virtual function reads FFFFh as identity, has no base address registers, and its Command implements Bus
 * Master Enable alone: identity and memory come from the SR-IOV capability of the physical function.
 */
public final class Type0Header {
    /** Command: memory requests to the BARs are answered. */
    public static final int MEMORY_SPACE_ENABLE = 0x0002;
    /** Command: the function may issue memory requests. */
    public static final int BUS_MASTER_ENABLE = 0x0004;
    /** Status: the master data parity error and abort bits, which writing 1 clears. */
    public static final int STATUS_ERRORS = 0xF900;
    /** Status: a completer abort was answered. */
    public static final int SIGNALED_TARGET_ABORT = 0x0800;
    /** Status: a completer abort was received. */
    public static final int RECEIVED_TARGET_ABORT = 0x1000;
    /** Status: an unsupported request completion was received. */
    public static final int RECEIVED_MASTER_ABORT = 0x2000;

    private static final int COMMAND = 0x0546;
    private static final int CAPABILITIES_LIST = 0x0010;
    private static final int FIRST_BAR = 0x10;
    private static final int NO_IDENTITY = 0xFFFF;

    private final Register command;
    private final Register status = Register.of("Status", 0x06, 2)
            .withReset(CAPABILITIES_LIST)
            .withClearable(STATUS_ERRORS);
    private final List<Register> registers = new ArrayList<>();
    private final List<BaseAddress> bars = new ArrayList<>();

    private Type0Header(Identity identity, boolean virtual) {
        command = Register.of("Command", 0x04, 2)
                .withWritable(virtual ? BUS_MASTER_ENABLE : COMMAND)
                .withEffect(RegisterEffect.COMMAND);
        registers.add(Register.readOnly("Vendor ID", 0x00, 2, virtual ? NO_IDENTITY : identity.vendorId()));
        registers.add(Register.readOnly("Device ID", 0x02, 2, virtual ? NO_IDENTITY : identity.deviceId()));
        registers.add(command);
        registers.add(status);
        registers.add(Register.readOnly("Revision ID", 0x08, 1, identity.revisionId()));
        registers.add(Register.readOnly("Class Code", 0x09, 3, identity.classCode()));
        registers.add(Register.readOnly("Header Type", 0x0E, 1, 0));
        registers.add(Register.readOnly("Subsystem Vendor ID", 0x2C, 2, identity.subsystemVendorId()));
        registers.add(Register.readOnly("Subsystem ID", 0x2E, 2, identity.subsystemId()));
    }

    /**
     * Who the function says it is.
     *
     * @param vendorId the vendor
     * @param deviceId the vendor's number of the device
     * @param revisionId its revision
     * @param classCode base class, subclass and programming interface
     * @param subsystemVendorId the vendor of the card
     * @param subsystemId that vendor's number of the card
     */
    public record Identity(
            int vendorId, int deviceId, int revisionId, int classCode, int subsystemVendorId, int subsystemId) {}

    /**
     * Creates the header of a physical function.
     *
     * @param identity who it says it is
     * @param bars its base address registers
     * @return the header
     */
    public static Type0Header physical(Identity identity, List<BarDefinition> bars) {
        var header = new Type0Header(identity, false);
        header.registers.add(Register.of("Cache Line Size", 0x0C, 1).withWritable(0xFF));
        header.registers.add(Register.of("BIST", 0x0F, 1).withEffect(RegisterEffect.SELF_TEST));
        header.registers.add(Register.of("Interrupt Line", 0x3C, 1).withWritable(0xFF));
        for (BarDefinition bar : bars) {
            BaseAddress address = bar.at("BAR", FIRST_BAR, RegisterEffect.BASE_ADDRESS);
            header.bars.add(address);
            header.registers.addAll(address.registers());
        }
        return header;
    }

    /**
     * Creates the header of a virtual function.
     *
     * @param identity who the physical function says it is
     * @return the header
     */
    public static Type0Header virtual(Identity identity) {
        return new Type0Header(identity, true);
    }

    /**
     * Returns the Command register.
     *
     * @return the register
     */
    public Register command() {
        return command;
    }

    /**
     * Returns the Status register.
     *
     * @return the register
     */
    public Register status() {
        return status;
    }

    /**
     * Returns the base address registers.
     *
     * @return those of a physical function, in order; none of a virtual one
     */
    public List<BaseAddress> bars() {
        return List.copyOf(bars);
    }

    List<Register> registers() {
        return registers;
    }
}
