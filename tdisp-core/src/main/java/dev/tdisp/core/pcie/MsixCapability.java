package dev.tdisp.core.pcie;

/** Offsets and bits of the MSI-X capability and its tables (section 7.7.2). */
public final class MsixCapability {
    /** The size in bytes. */
    public static final int SIZE = 12;

    /** Message Control, 2 bytes. */
    public static final int CONTROL = 0x02;

    /** Table Offset and BIR, 4 bytes. */
    public static final int TABLE = 0x04;

    /** PBA Offset and BIR, 4 bytes. */
    public static final int PENDING = 0x08;

    /** Message Control: Table Size minus 1. */
    public static final int CONTROL_TABLE_SIZE_MASK = 0x7FF;

    /** Message Control: Function Mask. */
    public static final int CONTROL_FUNCTION_MASK = 1 << 14;

    /** Message Control: MSI-X Enable. */
    public static final int CONTROL_ENABLE = 1 << 15;

    /** Table entry: the size in bytes. */
    public static final int ENTRY_SIZE = 16;

    /** Table entry: Message Address, 8 bytes. */
    public static final int ENTRY_ADDRESS = 0;

    /** Table entry: Message Data, 4 bytes. */
    public static final int ENTRY_DATA = 8;

    /** Table entry: Vector Control, 4 bytes. */
    public static final int ENTRY_VECTOR_CONTROL = 12;

    /** Vector Control: Mask. */
    public static final int ENTRY_MASKED = 1;

    private MsixCapability() {}
}
