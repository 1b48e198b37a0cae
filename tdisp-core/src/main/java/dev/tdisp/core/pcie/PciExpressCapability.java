package dev.tdisp.core.pcie;

/** Offsets and bits of the PCI Express capability (section 7.5.3). */
public final class PciExpressCapability {
    /** The size in bytes. */
    public static final int SIZE = 0x3C;

    /** The version. */
    public static final int VERSION = 2;

    /** PCI Express Capabilities, 2 bytes. */
    public static final int CAPABILITIES = 0x02;

    /** Device Capabilities, 4 bytes. */
    public static final int DEVICE_CAPABILITIES = 0x04;

    /** Device Control, 2 bytes. */
    public static final int DEVICE_CONTROL = 0x08;

    /** Device Status, 2 bytes. */
    public static final int DEVICE_STATUS = 0x0A;

    /** Link Capabilities, 4 bytes. */
    public static final int LINK_CAPABILITIES = 0x0C;

    /** Link Control, 2 bytes. */
    public static final int LINK_CONTROL = 0x10;

    /** Link Status, 2 bytes. */
    public static final int LINK_STATUS = 0x12;

    /** Device Capabilities 2, 4 bytes. */
    public static final int DEVICE_CAPABILITIES_2 = 0x24;

    /** Device Control 2, 2 bytes. */
    public static final int DEVICE_CONTROL_2 = 0x28;

    /** Device Status 2, 2 bytes. */
    public static final int DEVICE_STATUS_2 = 0x2A;

    /** Link Capabilities 2, 4 bytes. */
    public static final int LINK_CAPABILITIES_2 = 0x2C;

    /** Link Control 2, 2 bytes. */
    public static final int LINK_CONTROL_2 = 0x30;

    /** Link Status 2, 2 bytes. */
    public static final int LINK_STATUS_2 = 0x32;

    /** Device Capabilities: Role-Based Error Reporting. */
    public static final int DEVICE_CAPABILITIES_ROLE_BASED_ERRORS = 1 << 15;

    /** Device Capabilities: Function Level Reset Capability. */
    public static final int DEVICE_CAPABILITIES_FLR = 1 << 28;

    /** Device Capabilities: TEE-IO Supported. */
    public static final int DEVICE_CAPABILITIES_TEE_IO = 1 << 30;

    /** Device Control: Enable Relaxed Ordering. */
    public static final int DEVICE_CONTROL_RELAXED_ORDERING = 1 << 4;

    /** Device Control: lowest bit of Max Payload Size. */
    public static final int DEVICE_CONTROL_PAYLOAD_SHIFT = 5;

    /** Device Control: Extended Tag Field Enable. */
    public static final int DEVICE_CONTROL_EXTENDED_TAG = 1 << 8;

    /** Device Control: Phantom Functions Enable. */
    public static final int DEVICE_CONTROL_PHANTOM_FUNCTIONS = 1 << 9;

    /** Device Control: Enable No Snoop. */
    public static final int DEVICE_CONTROL_NO_SNOOP = 1 << 11;

    /** Device Control: lowest bit of Max Read Request Size. */
    public static final int DEVICE_CONTROL_READ_REQUEST_SHIFT = 12;

    /** Device Control: Initiate Function Level Reset; reads 0. */
    public static final int DEVICE_CONTROL_INITIATE_FLR = 1 << 15;

    /** Device Status: Correctable Error Detected, written 1 to clear. */
    public static final int DEVICE_STATUS_CORRECTABLE = 1;

    /** Device Status: Non-Fatal Error Detected, written 1 to clear. */
    public static final int DEVICE_STATUS_NON_FATAL = 1 << 1;

    /** Device Status: Fatal Error Detected, written 1 to clear. */
    public static final int DEVICE_STATUS_FATAL = 1 << 2;

    /** Device Status: Unsupported Request Detected, written 1 to clear. */
    public static final int DEVICE_STATUS_UNSUPPORTED_REQUEST = 1 << 3;

    /** Device Status: Transactions Pending. */
    public static final int DEVICE_STATUS_PENDING = 1 << 5;

    /** Device Control 2 of a port: ARI Forwarding Enable. */
    public static final int DEVICE_CONTROL_2_ARI_FORWARDING = 1 << 5;

    /** Device Control 2: 10-Bit Tag Requester Enable. */
    public static final int DEVICE_CONTROL_2_TEN_BIT_TAG = 1 << 12;

    private PciExpressCapability() {}
}
