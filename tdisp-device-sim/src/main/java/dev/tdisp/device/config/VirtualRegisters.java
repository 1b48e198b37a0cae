package dev.tdisp.device.config;

/**
 * The registers of a virtual function.
 *
 * @param space holds the values
 * @param header the type 0 header
 * @param msix MSI-X
 * @param pciExpress the PCI Express capability
 */
public record VirtualRegisters(
        ConfigurationSpace space, HeaderRegisters header, MsixRegisters msix, PciExpressRegisters pciExpress)
        implements FunctionRegisters {
    private static final int MSIX_AT = 0x50;
    private static final int PCI_EXPRESS_AT = 0x70;
    private static final int ARI_AT = 0x100;
    private static final int ATS_AT = 0x110;

    /**
     * Lays the capabilities out.
     *
     * @param layout what the device was built with
     * @return the registers, reset
     */
    public static VirtualRegisters of(DeviceLayout layout) {
        var header = HeaderRegisters.virtual(layout.identity());
        var msix = new MsixRegisters(MSIX_AT, layout.virtualMsix());
        var pciExpress = new PciExpressRegisters(PCI_EXPRESS_AT, true, true);
        ConfigurationSpace space = new ConfigurationSpaceBuilder(header)
                .with(msix)
                .with(pciExpress)
                .with(SimpleCapability.ari(ARI_AT))
                .with(SimpleCapability.addressTranslation(ATS_AT, true))
                .build();
        return new VirtualRegisters(space, header, msix, pciExpress);
    }
}
