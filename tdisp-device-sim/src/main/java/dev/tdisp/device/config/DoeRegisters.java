package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.DoeCapability;
import java.util.List;

/** The Data Object Exchange extended capability, version 2. */
public final class DoeRegisters implements Capability {

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
    public DoeRegisters(int offset, int vector) {
        this.offset = offset;
        this.vector = vector;
        this.control = Register.of("DOE Control", offset + DoeCapability.CONTROL, 4)
                .withWritable(DoeCapability.CONTROL_INTERRUPT_ENABLE)
                .withEffect(RegisterEffect.DOE_CONTROL);
        this.status = Register.of("DOE Status", offset + DoeCapability.STATUS, 4)
                .withClearable(DoeCapability.STATUS_INTERRUPT)
                .withEffect(RegisterEffect.DOE_STATUS);
        this.writeMailbox = Register.of("DOE Write Data Mailbox", offset + DoeCapability.WRITE_MAILBOX, 4)
                .withDoubleWordAccess()
                .withEffect(RegisterEffect.DOE_WRITE_MAILBOX);
        this.readMailbox = Register.of("DOE Read Data Mailbox", offset + DoeCapability.READ_MAILBOX, 4)
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
        return CapabilityId.EXTENDED_DOE;
    }

    @Override
    public int version() {
        return DoeCapability.VERSION;
    }

    @Override
    public int size() {
        return DoeCapability.SIZE;
    }

    @Override
    public List<Register> registers() {
        Register capabilities = Register.readOnly(
                "DOE Capabilities",
                offset + DoeCapability.CAPABILITIES,
                4,
                DoeCapability.CAPABILITIES_INTERRUPT | vector << 1);
        return List.of(capabilities, control, status, writeMailbox, readMailbox);
    }
}
