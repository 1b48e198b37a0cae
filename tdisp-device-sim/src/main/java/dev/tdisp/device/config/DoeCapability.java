package dev.tdisp.device.config;

import java.util.List;

/** The Data Object Exchange extended capability, version 2. */
public final class DoeCapability implements Capability {
    /** Control: Abort; reads 0. */
    public static final long ABORT = 1;
    /** Control: Interrupt Enable. */
    public static final long INTERRUPT_ENABLE = 1 << 1;
    /** Control: Go; reads 0. */
    public static final long GO = 1L << 31;
    /** Status: Busy. */
    public static final long BUSY = 1;
    /** Status: Interrupt Status. */
    public static final long INTERRUPT_STATUS = 1 << 1;
    /** Status: Error. */
    public static final long ERROR = 1 << 2;
    /** Status: Data Object Ready. */
    public static final long READY = 1L << 31;

    private final int offset;
    private final int vector;
    private final Register control;
    private final Register status;
    private final Register writeMailbox;
    private final Register readMailbox;

    /**
     * Places the capability.
     *
     * @param offset where
     * @param vector the MSI-X vector of its interrupt
     */
    public DoeCapability(int offset, int vector) {
        this.offset = offset;
        this.vector = vector;
        this.control = Register.of("DOE Control", offset + 0x08, 4)
                .withWritable(INTERRUPT_ENABLE)
                .withEffect(RegisterEffect.DOE_CONTROL);
        this.status = Register.of("DOE Status", offset + 0x0C, 4)
                .withClearable(INTERRUPT_STATUS)
                .withEffect(RegisterEffect.DOE_STATUS);
        this.writeMailbox = Register.of("DOE Write Data Mailbox", offset + 0x10, 4)
                .withDoubleWordAccess()
                .withEffect(RegisterEffect.DOE_WRITE_MAILBOX);
        this.readMailbox = Register.of("DOE Read Data Mailbox", offset + 0x14, 4)
                .withDoubleWordAccess()
                .withEffect(RegisterEffect.DOE_READ_MAILBOX);
    }

    /**
     * Returns the MSI-X vector of the mailbox's interrupt.
     *
     * @return the vector
     */
    public int vector() {
        return vector;
    }

    /**
     * Returns the Control register.
     *
     * @return the register
     */
    public Register control() {
        return control;
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
     * Returns the Read Data Mailbox register.
     *
     * @return the register
     */
    public Register readMailbox() {
        return readMailbox;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return 0x002E;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public int size() {
        return 0x18;
    }

    @Override
    public List<Register> registers() {
        Register capabilities = Register.readOnly("DOE Capabilities", offset + 0x04, 4, 1 | vector << 1);
        return List.of(capabilities, control, status, writeMailbox, readMailbox);
    }
}
