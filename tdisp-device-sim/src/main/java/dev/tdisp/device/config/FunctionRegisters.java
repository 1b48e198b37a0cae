package dev.tdisp.device.config;

import java.util.Optional;

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

    /**
     * Returns the power management capability.
     *
     * @return the capability; nothing for a virtual function without a power state of its own
     */
    Optional<PowerManagementRegisters> powerManagement();
}
