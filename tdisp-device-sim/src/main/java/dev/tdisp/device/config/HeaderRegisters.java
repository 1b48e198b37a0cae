package dev.tdisp.device.config;

import dev.tdisp.core.pcie.Type0Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type 0 header: identity, command, base address registers.
 *
 * <p>That of a virtual function reads FFFFh as identity, has no base address registers, and its Command implements Bus
 * Master Enable alone: identity and memory come from the SR-IOV capability of the physical function.
 */
public final class HeaderRegisters {
    /** Status: the master data parity error and abort bits, which writing 1 clears. */
    public static final int STATUS_ERRORS = 0xF900;
    /** Status: a completer abort was answered. */
    public static final int SIGNALED_TARGET_ABORT = 0x0800;
    /** Status: a completer abort was received. */
    public static final int RECEIVED_TARGET_ABORT = 0x1000;
    /** Status: an unsupported request completion was received. */
    public static final int RECEIVED_MASTER_ABORT = 0x2000;

    /** Expansion ROM Base Address: Enable. */
    public static final int ROM_ENABLE = 1;
    /** BIST: Start. */
    public static final int SELF_TEST_START = 0x40;

    private static final int COMMAND = Type0Header.COMMAND_MEMORY_SPACE
            | Type0Header.COMMAND_BUS_MASTER
            | Type0Header.COMMAND_PARITY_ERROR
            | Type0Header.COMMAND_SERR
            | Type0Header.COMMAND_INTX_DISABLE;
    private static final int BIST = 0x0F;
    private static final int BIST_CAPABLE = 0x80;
    private static final int NO_IDENTITY = 0xFFFF;

    private final Register command;
    private final Register status = Register.of("Status", Type0Header.STATUS, 2)
            .withReset(Type0Header.STATUS_CAPABILITIES)
            .withClearable(STATUS_ERRORS);
    private final List<Register> registers = new ArrayList<>();
    private final List<BaseAddress> bars = new ArrayList<>();
    private Optional<Register> rom = Optional.empty();

    private HeaderRegisters(Identity identity, boolean virtual) {
        command = Register.of("Command", Type0Header.COMMAND, 2)
                .withWritable(virtual ? Type0Header.COMMAND_BUS_MASTER : COMMAND)
                .withEffect(RegisterEffect.COMMAND);
        registers.add(
                Register.readOnly("Vendor ID", Type0Header.VENDOR_ID, 2, virtual ? NO_IDENTITY : identity.vendorId()));
        registers.add(
                Register.readOnly("Device ID", Type0Header.DEVICE_ID, 2, virtual ? NO_IDENTITY : identity.deviceId()));
        registers.add(command);
        registers.add(status);
        registers.add(Register.readOnly("Revision ID", Type0Header.REVISION_ID, 1, identity.revisionId()));
        registers.add(Register.readOnly("Class Code", Type0Header.CLASS_CODE, 3, identity.classCode()));
        registers.add(Register.readOnly("Header Type", Type0Header.HEADER_TYPE, 1, 0));
        registers.add(Register.readOnly(
                "Subsystem Vendor ID", Type0Header.SUBSYSTEM_VENDOR_ID, 2, identity.subsystemVendorId()));
        registers.add(Register.readOnly("Subsystem ID", Type0Header.SUBSYSTEM_ID, 2, identity.subsystemId()));
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
     * @param options whether it has an expansion ROM and a self test
     * @return the header
     */
    public static HeaderRegisters physical(Identity identity, List<BarDefinition> bars, DeviceOptions options) {
        var header = new HeaderRegisters(identity, false);
        header.registers.add(
                Register.of("Cache Line Size", Type0Header.CACHE_LINE_SIZE, 1).withWritable(0xFF));
        header.registers.add(selfTest(options));
        header.registers.add(
                Register.of("Interrupt Line", Type0Header.INTERRUPT_LINE, 1).withWritable(0xFF));
        for (BarDefinition bar : bars) {
            BaseAddress address = bar.at("BAR", Type0Header.BAR0, RegisterEffect.BASE_ADDRESS);
            header.bars.add(address);
            header.registers.addAll(address.registers());
        }
        if (options.expansionRom() != 0) {
            header.rom = Optional.of(rom(options.expansionRom()));
            header.rom.ifPresent(header.registers::add);
        }
        return header;
    }

    /** The start bit goes back to 0 at once, because the test takes no time. */
    private static Register selfTest(DeviceOptions options) {
        Register register = Register.of("BIST", BIST, 1);
        return options.selfTest() ? register.withReset(BIST_CAPABLE).withEffect(RegisterEffect.SELF_TEST) : register;
    }

    private static Register rom(long size) {
        return Register.of("Expansion ROM Base Address", Type0Header.EXPANSION_ROM, 4)
                .withWritable(-size | ROM_ENABLE)
                .withEffect(RegisterEffect.EXPANSION_ROM);
    }

    /**
     * Creates the header of a virtual function.
     *
     * @param identity who the physical function says it is
     * @return the header
     */
    public static HeaderRegisters virtual(Identity identity) {
        return new HeaderRegisters(identity, true);
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

    /**
     * Returns the expansion ROM's base address.
     *
     * @return the register, if there is a ROM
     */
    public Optional<Register> rom() {
        return rom;
    }

    List<Register> registers() {
        return registers;
    }
}
