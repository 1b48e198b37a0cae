package dev.tdisp.core.pcie;

/** Offsets and bits of the Data Object Exchange extended capability (section 7.9.24). */
public final class DoeCapability {
    /** The size in bytes. */
    public static final int SIZE = 0x18;

    /** The version. */
    public static final int VERSION = 2;

    /** DOE Capabilities, 4 bytes. */
    public static final int CAPABILITIES = 0x04;

    /** DOE Control, 4 bytes. */
    public static final int CONTROL = 0x08;

    /** DOE Status, 4 bytes. */
    public static final int STATUS = 0x0C;

    /** DOE Write Data Mailbox, 4 bytes. */
    public static final int WRITE_MAILBOX = 0x10;

    /** DOE Read Data Mailbox, 4 bytes. */
    public static final int READ_MAILBOX = 0x14;

    /** DOE Capabilities: DOE Interrupt Support. */
    public static final int CAPABILITIES_INTERRUPT = 1;

    /** DOE Control: DOE Abort; reads 0. */
    public static final int CONTROL_ABORT = 1;

    /** DOE Control: DOE Interrupt Enable. */
    public static final int CONTROL_INTERRUPT_ENABLE = 1 << 1;

    /** DOE Control: DOE Go; reads 0. */
    public static final long CONTROL_GO = 1L << 31;

    /** DOE Status: DOE Busy. */
    public static final int STATUS_BUSY = 1;

    /** DOE Status: DOE Interrupt Status, written 1 to clear. */
    public static final int STATUS_INTERRUPT = 1 << 1;

    /** DOE Status: DOE Error. */
    public static final int STATUS_ERROR = 1 << 2;

    /** DOE Status: Data Object Ready. */
    public static final long STATUS_READY = 1L << 31;

    private DoeCapability() {}
}
