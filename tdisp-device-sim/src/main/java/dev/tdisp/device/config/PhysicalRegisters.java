package dev.tdisp.device.config;

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
 * @param doe the DOE mailbox
 * @param ide the IDE streams
 */
public record PhysicalRegisters(
        ConfigurationSpace space,
        HeaderRegisters header,
        PowerManagementRegisters power,
        MsixRegisters msix,
        PciExpressRegisters pciExpress,
        ErrorReportingRegisters errors,
        SriovRegisters sriov,
        DoeRegisters doe,
        IdeRegisters ide)
        implements FunctionRegisters {
    private static final int POWER_AT = 0x40;
    private static final int MSIX_AT = 0x50;
    private static final int PCI_EXPRESS_AT = 0x70;
    private static final int ERRORS_AT = 0x100;
    private static final int ARI_AT = 0x150;
    private static final int SRIOV_AT = 0x160;
    private static final int DOE_AT = 0x1A0;
    private static final int IDE_AT = 0x1C0;
    private static final int ALIGNMENT = 0x10;

    /**
     * Lays the capabilities out.
     *
     * @param layout what the device was built with
     * @return the registers, reset
     */
    public static PhysicalRegisters of(DeviceLayout layout) {
        var header = HeaderRegisters.physical(layout.identity(), layout.bars());
        var power = new PowerManagementRegisters(POWER_AT, true);
        var msix = new MsixRegisters(MSIX_AT, layout.msix());
        var pciExpress = new PciExpressRegisters(PCI_EXPRESS_AT, false, true);
        var errors = new ErrorReportingRegisters(ERRORS_AT);
        var sriov = new SriovRegisters(SRIOV_AT, layout.virtualFunctions(), layout.anyPageSize());
        var doe = new DoeRegisters(DOE_AT, layout.doeVector());
        var ide = new IdeRegisters(IDE_AT, layout.ideStreams(), layout.ideAddressBlocks());
        int behind = (IDE_AT + ide.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ConfigurationSpace space = new ConfigurationSpaceBuilder(header)
                .with(power)
                .with(msix)
                .with(pciExpress)
                .with(errors)
                .with(SimpleCapability.ari(ARI_AT))
                .with(sriov)
                .with(doe)
                .with(ide)
                .with(SimpleCapability.accessControl(behind))
                .with(SimpleCapability.device3(behind + 0x10))
                .with(SimpleCapability.addressTranslation(behind + 0x20, false))
                .build();
        return new PhysicalRegisters(space, header, power, msix, pciExpress, errors, sriov, doe, ide);
    }
}
