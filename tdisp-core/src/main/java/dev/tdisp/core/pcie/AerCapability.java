package dev.tdisp.core.pcie;

/** Offsets and bits of the Advanced Error Reporting extended capability (section 7.8.4). */
public final class AerCapability {
    /** The size in bytes. */
    public static final int SIZE = 0x48;

    /** The version. */
    public static final int VERSION = 2;

    /** Uncorrectable Error Status, 4 bytes, written 1 to clear. */
    public static final int UNCORRECTABLE_STATUS = 0x04;

    /** Uncorrectable Error Mask, 4 bytes. */
    public static final int UNCORRECTABLE_MASK = 0x08;

    /** Uncorrectable Error Severity, 4 bytes. */
    public static final int UNCORRECTABLE_SEVERITY = 0x0C;

    /** Correctable Error Status, 4 bytes, written 1 to clear. */
    public static final int CORRECTABLE_STATUS = 0x10;

    /** Correctable Error Mask, 4 bytes. */
    public static final int CORRECTABLE_MASK = 0x14;

    /** Advanced Error Capabilities and Control, 4 bytes. */
    public static final int CONTROL = 0x18;

    /** Header Log, 16 bytes. */
    public static final int HEADER_LOG = 0x1C;

    /** TLP Prefix Log, 16 bytes. */
    public static final int PREFIX_LOG = 0x38;

    /** Uncorrectable error: Poisoned TLP Received. */
    public static final int POISONED = 1 << 12;

    /** Uncorrectable error: Completion Timeout. */
    public static final int COMPLETION_TIMEOUT = 1 << 14;

    /** Uncorrectable error: Completer Abort. */
    public static final int COMPLETER_ABORT = 1 << 15;

    /** Uncorrectable error: Unexpected Completion. */
    public static final int UNEXPECTED_COMPLETION = 1 << 16;

    /** Uncorrectable error: Malformed TLP. */
    public static final int MALFORMED = 1 << 18;

    /** Uncorrectable error: Unsupported Request. */
    public static final int UNSUPPORTED_REQUEST = 1 << 20;

    /** Uncorrectable error: IDE Check Failed. */
    public static final int IDE_CHECK_FAILED = 1 << 28;

    /** Uncorrectable error: Misrouted IDE TLP. */
    public static final int MISROUTED_IDE = 1 << 29;

    /** Uncorrectable error: PCRC Check Failed. */
    public static final int PCRC_CHECK_FAILED = 1 << 30;

    /** Uncorrectable Error Severity after reset, with IDE Check Failed fatal. */
    public static final int DEFAULT_SEVERITY = 0x10462030;

    private AerCapability() {}
}
