package dev.tdisp.core.pcie;

/** Offsets and bits of the type 0 configuration header (section 7.5.1). */
public final class Type0Header {
    /** Vendor ID, 2 bytes. */
    public static final int VENDOR_ID = 0x00;

    /** Device ID, 2 bytes. */
    public static final int DEVICE_ID = 0x02;

    /** Command, 2 bytes. */
    public static final int COMMAND = 0x04;

    /** Status, 2 bytes. */
    public static final int STATUS = 0x06;

    /** Revision ID, 1 byte. */
    public static final int REVISION_ID = 0x08;

    /** Class Code, 3 bytes. */
    public static final int CLASS_CODE = 0x09;

    /** Cache Line Size, 1 byte. */
    public static final int CACHE_LINE_SIZE = 0x0C;

    /** Header Type, 1 byte. */
    public static final int HEADER_TYPE = 0x0E;

    /** The first of the base address registers, 4 bytes each. */
    public static final int BAR0 = 0x10;

    /** How many base address registers there are. */
    public static final int BAR_COUNT = 6;

    /** Subsystem Vendor ID, 2 bytes. */
    public static final int SUBSYSTEM_VENDOR_ID = 0x2C;

    /** Subsystem ID, 2 bytes. */
    public static final int SUBSYSTEM_ID = 0x2E;

    /** Expansion ROM Base Address, 4 bytes. */
    public static final int EXPANSION_ROM = 0x30;

    /** Capabilities Pointer, 1 byte. */
    public static final int CAPABILITIES_POINTER = 0x34;

    /** Interrupt Line, 1 byte. */
    public static final int INTERRUPT_LINE = 0x3C;

    /** Interrupt Pin, 1 byte. */
    public static final int INTERRUPT_PIN = 0x3D;

    /** The first extended capability header. */
    public static final int FIRST_EXTENDED_CAPABILITY = 0x100;

    /** Command: I/O Space Enable. */
    public static final int COMMAND_IO_SPACE = 1;

    /** Command: Memory Space Enable. */
    public static final int COMMAND_MEMORY_SPACE = 1 << 1;

    /** Command: Bus Master Enable. */
    public static final int COMMAND_BUS_MASTER = 1 << 2;

    /** Command: Parity Error Response. */
    public static final int COMMAND_PARITY_ERROR = 1 << 6;

    /** Command: SERR# Enable. */
    public static final int COMMAND_SERR = 1 << 8;

    /** Command: Interrupt Disable. */
    public static final int COMMAND_INTX_DISABLE = 1 << 10;

    /** Status: Interrupt Status. */
    public static final int STATUS_INTERRUPT = 1 << 3;

    /** Status: Capabilities List. */
    public static final int STATUS_CAPABILITIES = 1 << 4;

    /** Header Type: Multi-Function Device. */
    public static final int HEADER_TYPE_MULTI_FUNCTION = 1 << 7;

    /** Base address register: with the next one it holds 64 bits. */
    public static final int BAR_64_BIT = 1 << 2;

    /** Base address register: Prefetchable. */
    public static final int BAR_PREFETCHABLE = 1 << 3;

    private Type0Header() {}
}
