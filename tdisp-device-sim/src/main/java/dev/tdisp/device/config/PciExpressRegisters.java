package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.PciExpressCapability;
import java.util.List;

/**
 * The PCI Express capability, version 2.
 *
 * <p>In a virtual function Device Control only starts a function level reset: the settings of the physical function hold
 * for both.
 */
public final class PciExpressRegisters implements Capability {
    /** Device Control: Max_Payload_Size. */
    public static final int MAX_PAYLOAD_SIZE = 0x00E0;
    /** Device Control: Max_Read_Request_Size. */
    public static final int MAX_READ_REQUEST_SIZE = 0x7000;

    private static final long DEVICE_CAPABILITIES = 0x8022;
    private static final int DEVICE_CONTROL = 0x2810;
    private static final int DEVICE_CONTROL_WRITABLE = 0x7BFF;
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
    public PciExpressRegisters(int offset, boolean virtual, boolean teeIo) {
        this.offset = offset;
        this.virtual = virtual;
        this.teeIo = teeIo;
        this.deviceControl = Register.of("Device Control", offset + PciExpressCapability.DEVICE_CONTROL, 2)
                .withReset(virtual ? 0 : DEVICE_CONTROL)
                .withWritable(virtual ? 0 : DEVICE_CONTROL_WRITABLE)
                .withRetained(MAX_PAYLOAD_SIZE)
                .withEffect(RegisterEffect.DEVICE_CONTROL);
        this.deviceStatus = Register.of("Device Status", offset + PciExpressCapability.DEVICE_STATUS, 2)
                .withClearable(DEVICE_STATUS_ERRORS);
        this.deviceControl2 = Register.of("Device Control 2", offset + PciExpressCapability.DEVICE_CONTROL_2, 2)
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
     * Returns the Device Control 2 register.
     *
     * @return the register
     */
    public Register deviceControl2() {
        return deviceControl2;
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
        return CapabilityId.PCI_EXPRESS;
    }

    @Override
    public int size() {
        return PciExpressCapability.SIZE;
    }

    @Override
    public List<Register> registers() {
        long capabilities = DEVICE_CAPABILITIES
                | PciExpressCapability.DEVICE_CAPABILITIES_FLR
                | (teeIo ? PciExpressCapability.DEVICE_CAPABILITIES_TEE_IO : 0);
        return List.of(
                Register.readOnly("PCI Express Capabilities", offset + PciExpressCapability.CAPABILITIES, 2, 0x0002),
                Register.readOnly(
                        "Device Capabilities", offset + PciExpressCapability.DEVICE_CAPABILITIES, 4, capabilities),
                deviceControl,
                deviceStatus,
                Register.readOnly("Link Capabilities", offset + PciExpressCapability.LINK_CAPABILITIES, 4, 0x0040_0104),
                link("Link Control", PciExpressCapability.LINK_CONTROL, virtual ? 0 : LINK_CONTROL_WRITABLE)
                        .withRetained(0xFFFF),
                Register.readOnly("Link Status", offset + PciExpressCapability.LINK_STATUS, 2, virtual ? 0 : 0x1104),
                Register.readOnly(
                        "Device Capabilities 2",
                        offset + PciExpressCapability.DEVICE_CAPABILITIES_2,
                        4,
                        virtual ? 0x0061_0010 : 0x0063_0010),
                deviceControl2,
                Register.readOnly(
                        "Link Capabilities 2", offset + PciExpressCapability.LINK_CAPABILITIES_2, 4, 0x0000_001E),
                link("Link Control 2", PciExpressCapability.LINK_CONTROL_2, virtual ? 0 : 0x000F)
                        .withReset(virtual ? 0 : 0x0004)
                        .withRetained(0xFFFF),
                Register.readOnly(
                        "Link Status 2", offset + PciExpressCapability.LINK_STATUS_2, 2, virtual ? 0 : 0x001E));
    }

    private Register link(String name, int at, int writable) {
        return Register.of(name, offset + at, 2).withWritable(writable).withEffect(RegisterEffect.LINK);
    }
}
