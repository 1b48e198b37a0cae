package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.DoeCapability;
import java.util.List;

/** The Data Object Exchange extended capability, version 2. */
public final class DoeRegisters implements Capability {

    private final int offset;
    private final Mailbox mailbox;
    private final Register control;
    private final Register status;
    private final Register writeMailbox;
    private final Register readMailbox;

    /**
     * What a device was built with.
     *
     * @param vector the MSI-X vector of the mailbox's interrupt
     * @param carriesSpdm true for the one that leads to the security manager; another one knows discovery alone
     */
    public record Mailbox(int vector, boolean carriesSpdm) {}

    /**
     * Places the capability.
     *
     * @param offset where
     * @param mailbox what it leads to
     */
    public DoeRegisters(int offset, Mailbox mailbox) {
        this.offset = offset;
        this.mailbox = mailbox;
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
        return mailbox.vector();
    }

    /**
     * Tells whether the mailbox leads to the security manager.
     *
     * @return false if it knows discovery alone
     */
    public boolean carriesSpdm() {
        return mailbox.carriesSpdm();
    }

    /**
     * Tells whether a register is one of this mailbox.
     *
     * @param register the register
     * @return true if it is
     */
    public boolean has(Register register) {
        return writeMailbox.equals(register)
                || readMailbox.equals(register)
                || control.equals(register)
                || status.equals(register);
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
                DoeCapability.CAPABILITIES_INTERRUPT | vector() << 1);
        return List.of(capabilities, control, status, writeMailbox, readMailbox);
    }
}
