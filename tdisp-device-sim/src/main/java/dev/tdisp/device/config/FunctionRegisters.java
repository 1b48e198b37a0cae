package dev.tdisp.device.config;

/** The registers every function has. */
public sealed interface FunctionRegisters permits PhysicalRegisters, VirtualRegisters {
    /**
     * Returns the configuration space that holds the values.
     *
     * @return the space
     */
    ConfigurationSpace space();

    /**
     * Returns the type 0 header.
     *
     * @return the header
     */
    HeaderRegisters header();

    /**
     * Returns the MSI-X capability.
     *
     * @return the capability
     */
    MsixRegisters msix();

    /**
     * Returns the PCI Express capability.
     *
     * @return the capability
     */
    PciExpressRegisters pciExpress();
}
