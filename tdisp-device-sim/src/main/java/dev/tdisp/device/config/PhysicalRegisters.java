package dev.tdisp.device.config;

import java.util.List;
import java.util.Optional;

/**
 * The registers of a physical function, as function 0 of a device that terminates IDE.
 *
 * @param space holds the values
 * @param header the type 0 header
 * @param power power management
 * @param msix MSI-X
 * @param pciExpress the PCI Express capability
 * @param errors advanced error reporting
 * @param sriov SR-IOV
 * @param mailboxes the DOE mailboxes
 * @param ide the IDE streams
 * @param resizable the sizes of BARs, then those of VF BARs, if software can choose them
 */
public record PhysicalRegisters(
        ConfigurationSpace space,
        HeaderRegisters header,
        PowerManagementRegisters power,
        MsixRegisters msix,
        PciExpressRegisters pciExpress,
        ErrorReportingRegisters errors,
        SriovRegisters sriov,
        List<DoeRegisters> mailboxes,
        IdeRegisters ide,
        List<ResizableBarRegisters> resizable)
        implements FunctionRegisters {

    /**
     * Copies the lists.
     *
     * @param space holds the values
     * @param header the type 0 header
     * @param power power management
     * @param msix MSI-X
     * @param pciExpress the PCI Express capability
     * @param errors advanced error reporting
     * @param sriov SR-IOV
     * @param mailboxes the DOE mailboxes
     * @param ide the IDE streams
     * @param resizable the sizes of BARs, then those of VF BARs, if software can choose them
     */
    public PhysicalRegisters {
        mailboxes = List.copyOf(mailboxes);
        resizable = List.copyOf(resizable);
    }

    /**
     * Lays the capabilities out.
     *
     * @param layout what the device was built with
     * @return the registers, reset
     */
    public static PhysicalRegisters of(DeviceLayout layout) {
        var header = HeaderRegisters.physical(layout.identity(), layout.bars(), layout.options());
        CapabilityFactory made = CapabilityFactory.physical(layout);
        var builder = new ConfigurationSpaceBuilder(header);
        made.all().forEach(builder::with);
        var registers = new PhysicalRegisters(
                builder.build(),
                header,
                made.required(PowerManagementRegisters.class),
                made.required(MsixRegisters.class),
                made.required(PciExpressRegisters.class),
                made.required(ErrorReportingRegisters.class),
                made.required(SriovRegisters.class),
                made.all(DoeRegisters.class),
                made.required(IdeRegisters.class),
                made.all(ResizableBarRegisters.class));
        registers.resizable(true).ifPresent(registers.sriov::sizedBy);
        return registers;
    }

    /**
     * Returns the mailbox that leads to the security manager.
     *
     * @return the mailbox for SPDM
     */
    public DoeRegisters doe() {
        return mailboxes.stream()
                .filter(DoeRegisters::carriesSpdm)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mailbox carries SPDM"));
    }

    /**
     * Returns how large a BAR of the physical function is now.
     *
     * @param bar the BAR
     * @return its size in bytes
     */
    public long size(BarDefinition bar) {
        return resizable(false).map(sizes -> sizes.size(space, bar)).orElse(bar.size());
    }

    /**
     * Tells whether every resizable BAR has a size that it supports.
     *
     * @return false if software chose another one
     */
    public boolean areSizesSupported() {
        return resizable.stream().allMatch(sizes -> sizes.isSupported(space));
    }

    private Optional<ResizableBarRegisters> resizable(boolean virtual) {
        return resizable.stream().filter(sizes -> sizes.isVirtual() == virtual).findFirst();
    }

    @Override
    public Optional<PowerManagementRegisters> powerManagement() {
        return Optional.of(power);
    }

    /** Lets registers follow what was just written to others, as hardware does. */
    public void settle() {
        sriov.settleOffset(space);
        header.bars().forEach(bar -> settle(bar, size(bar.bar())));
        sriov.bars()
                .forEach(bar -> settle(
                        bar,
                        resizable(true)
                                .map(sizes -> sizes.size(space, bar.bar()))
                                .orElse(bar.bar().size())));
    }

    /** Address bits below the size of the window cannot be written. */
    private void settle(BaseAddress address, long size) {
        long fixed = size - address.bar().size();
        for (Register register : address.registers()) {
            space.freeze(register, fixed & register.bits());
            space.set(register, space.value(register) & ~fixed);
            fixed >>>= 32;
        }
    }
}
