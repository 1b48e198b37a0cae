package dev.tdisp.core.pcie;

/** Offsets and bits of the SR-IOV extended capability (section 9.3.3). */
public final class SrIovCapability {
    /** The size in bytes. */
    public static final int SIZE = 0x40;

    /** The version. */
    public static final int VERSION = 1;

    /** SR-IOV Capabilities, 4 bytes. */
    public static final int CAPABILITIES = 0x04;

    /** SR-IOV Control, 2 bytes. */
    public static final int CONTROL = 0x08;

    /** SR-IOV Status, 2 bytes. */
    public static final int STATUS = 0x0A;

    /** InitialVFs, 2 bytes. */
    public static final int INITIAL_VFS = 0x0C;

    /** TotalVFs, 2 bytes. */
    public static final int TOTAL_VFS = 0x0E;

    /** NumVFs, 2 bytes. */
    public static final int NUM_VFS = 0x10;

    /** Function Dependency Link, 1 byte. */
    public static final int FUNCTION_DEPENDENCY = 0x12;

    /** First VF Offset, 2 bytes. */
    public static final int FIRST_VF_OFFSET = 0x14;

    /** VF Stride, 2 bytes. */
    public static final int VF_STRIDE = 0x16;

    /** VF Device ID, 2 bytes. */
    public static final int VF_DEVICE_ID = 0x1A;

    /** Supported Page Sizes, 4 bytes. */
    public static final int SUPPORTED_PAGE_SIZES = 0x1C;

    /** System Page Size, 4 bytes. */
    public static final int SYSTEM_PAGE_SIZE = 0x20;

    /** The first of the six VF BARs, 4 bytes each. */
    public static final int VF_BAR0 = 0x24;

    /** SR-IOV Capabilities: ARI Capable Hierarchy Preserved. */
    public static final int CAPABILITIES_ARI = 1 << 1;

    /** SR-IOV Control: VF Enable. */
    public static final int CONTROL_VF_ENABLE = 1;

    /** SR-IOV Control: VF Memory Space Enable. */
    public static final int CONTROL_VF_MEMORY_SPACE = 1 << 3;

    /** SR-IOV Control: ARI Capable Hierarchy. */
    public static final int CONTROL_ARI = 1 << 4;

    /** Supported Page Sizes: those every function has. */
    public static final int MANDATORY_PAGE_SIZES = 0x553;

    private SrIovCapability() {}
}
