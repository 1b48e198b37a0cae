package dev.tdisp.device.config;

import java.util.Optional;

/**
 * The registers of a virtual function.
 *
 * @param space holds the values
 * @param header the type 0 header
 * @param msix MSI-X
 * @param pciExpress the PCI Express capability
 * @param powerManagement power management, if it has a power state of its own
 */
public record VirtualRegisters(
        ConfigurationSpace space,
        HeaderRegisters header,
        MsixRegisters msix,
        PciExpressRegisters pciExpress,
        Optional<PowerManagementRegisters> powerManagement)
        implements FunctionRegisters {

    /**
     * Lays the capabilities out.
     *
     * @param layout what the device was built with
     * @return the registers, reset
     */
    public static VirtualRegisters of(DeviceLayout layout) {
        var header = HeaderRegisters.virtual(layout.identity());
        CapabilityFactory made = CapabilityFactory.virtual(layout);
        var builder = new ConfigurationSpaceBuilder(header);
        made.all().forEach(builder::with);
        return new VirtualRegisters(
                builder.build(),
                header,
                made.required(MsixRegisters.class),
                made.required(PciExpressRegisters.class),
                made.all(PowerManagementRegisters.class).stream().findFirst());
    }

    /**
     * Creates the registers of another function of the same device.
     *
     * @return the same registers with values of their own, reset
     */
    public VirtualRegisters another() {
        return new VirtualRegisters(space.another(), header, msix, pciExpress, powerManagement);
    }
}
