package dev.tdisp.device.config;

import java.util.List;

/**
 * The PCI Express capability, version 2.
 *
 * <p>In a virtual function Device Control only starts a function level reset: the settings of the physical function hold
 * for both.
 */
public final class PciExpressCapability implements Capability {
    /** Device Capabilities: the function can be reset on its own. */
    public static final long FUNCTION_LEVEL_RESET_CAPABLE = 1L << 28;
    /** Device Capabilities: the function can be a TDI. */
    public static final long TEE_IO_SUPPORTED = 1L << 30;
    /** Device Control: reporting of correctable errors, and the first of the four reporting enables. */
    public static final int REPORTING_ENABLES = 0x000F;
    /** Device Control: Max_Payload_Size. */
    public static final int MAX_PAYLOAD_SIZE = 0x00E0;
    /** Device Control: Extended Tag Field Enable. */
    public static final int EXTENDED_TAGS = 0x0100;
    /** Device Control: Phantom Functions Enable. */
    public static final int PHANTOM_FUNCTIONS = 0x0200;
    /** Device Control: Enable No Snoop. */
    public static final int NO_SNOOP = 0x0800;
    /** Device Control: Max_Read_Request_Size. */
    public static final int MAX_READ_REQUEST_SIZE = 0x7000;
    /** Device Control: Initiate Function Level Reset; reads 0. */
    public static final int INITIATE_RESET = 0x8000;
    /** Device Status: Unsupported Request Detected. */
    public static final int UNSUPPORTED_REQUEST_DETECTED = 0x0008;
    /** Device Status: Fatal Error Detected. */
    public static final int FATAL_ERROR_DETECTED = 0x0004;
    /** Device Control 2: 10-Bit Tag Requester Enable. */
    public static final int TEN_BIT_TAGS = 0x1000;

    private static final long DEVICE_CAPABILITIES = 0x8022;
    private static final int DEVICE_CONTROL = 0x2810;
    private static final int DEVICE_CONTROL_WRITABLE = 0x7FFF & ~0x0400;
    private static final int DEVICE_STATUS_ERRORS = 0x000F;
    private static final int DEVICE_CONTROL_2_WRITABLE = 0x131F;
    private static final int LINK_CONTROL_WRITABLE = 0x00CB;

    private final int offset;
    private final boolean virtual;
    private final boolean teeIo;
    private final Register deviceControl;
    private final Register deviceStatus;
    private final Register deviceControl2;

    /**
     * Places the capability.
     *
     * @param offset where
     * @param virtual true for that of a virtual function
     * @param teeIo whether the function can be a TDI
     */
    public PciExpressCapability(int offset, boolean virtual, boolean teeIo) {
        this.offset = offset;
        this.virtual = virtual;
        this.teeIo = teeIo;
        this.deviceControl = Register.of("Device Control", offset + 0x08, 2)
                .withReset(virtual ? 0 : DEVICE_CONTROL)
                .withWritable(virtual ? 0 : DEVICE_CONTROL_WRITABLE & ~PHANTOM_FUNCTIONS)
                .withRetained(MAX_PAYLOAD_SIZE)
                .withEffect(RegisterEffect.DEVICE_CONTROL);
        this.deviceStatus =
                Register.of("Device Status", offset + 0x0A, 2).withClearable(DEVICE_STATUS_ERRORS);
        this.deviceControl2 = Register.of("Device Control 2", offset + 0x28, 2)
                .withWritable(virtual ? 0 : DEVICE_CONTROL_2_WRITABLE)
                .withEffect(RegisterEffect.DEVICE_CONTROL_2);
    }

    /**
     * Returns the Device Control register.
     *
     * @return the register
     */
    public Register deviceControl() {
        return deviceControl;
    }

    /**
     * Returns the Device Status register.
     *
     * @return the register
     */
    public Register deviceStatus() {
        return deviceStatus;
    }

    /**
     * Reads a size field of Device Control.
     *
     * @param space the configuration space of the physical function
     * @param mask {@link #MAX_PAYLOAD_SIZE} or {@link #MAX_READ_REQUEST_SIZE}
     * @return the size in bytes
     */
    public int sizeField(ConfigurationSpace space, int mask) {
        long code = (space.value(deviceControl) & mask) / Integer.lowestOneBit(mask);
        return 128 << Math.min(code, 5);
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return 0x10;
    }

    @Override
    public int size() {
        return 0x3C;
    }

    @Override
    public List<Register> registers() {
        long capabilities = DEVICE_CAPABILITIES | FUNCTION_LEVEL_RESET_CAPABLE | (teeIo ? TEE_IO_SUPPORTED : 0);
        return List.of(
                Register.readOnly("PCI Express Capabilities", offset + 0x02, 2, 0x0002),
                Register.readOnly("Device Capabilities", offset + 0x04, 4, capabilities),
                deviceControl,
                deviceStatus,
                Register.readOnly("Link Capabilities", offset + 0x0C, 4, 0x0040_0104),
                link("Link Control", 0x10, virtual ? 0 : LINK_CONTROL_WRITABLE).withRetained(0xFFFF),
                Register.readOnly("Link Status", offset + 0x12, 2, virtual ? 0 : 0x1104),
                Register.readOnly("Device Capabilities 2", offset + 0x24, 4, virtual ? 0x0061_0010 : 0x0063_0010),
                deviceControl2,
                Register.readOnly("Link Capabilities 2", offset + 0x2C, 4, 0x0000_001E),
                link("Link Control 2", 0x30, virtual ? 0 : 0x000F)
                        .withReset(virtual ? 0 : 0x0004)
                        .withRetained(0xFFFF),
                Register.readOnly("Link Status 2", offset + 0x32, 2, virtual ? 0 : 0x001E));
    }

    private Register link(String name, int at, int writable) {
        return Register.of(name, offset + at, 2).withWritable(writable).withEffect(RegisterEffect.LINK);
    }
}
