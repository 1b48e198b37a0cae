package dev.tdisp.lab.render;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.Map;

/** What capabilities are called. */
final class CapabilityNames {
    private static final Map<Integer, String> CLASSIC = Map.of(
            CapabilityId.POWER_MANAGEMENT, "Power Management",
            CapabilityId.VITAL_PRODUCT_DATA, "Vital Product Data",
            CapabilityId.MSI, "MSI",
            CapabilityId.PCI_EXPRESS, "PCI Express",
            CapabilityId.MSI_X, "MSI-X",
            CapabilityId.ENHANCED_ALLOCATION, "Enhanced Allocation");

    private static final Map<Integer, String> EXTENDED = Map.ofEntries(
            Map.entry(CapabilityId.EXTENDED_VIRTUAL_CHANNEL, "Virtual Channel"),
            Map.entry(CapabilityId.EXTENDED_POWER_ALLOCATION, "Dynamic Power Allocation"),
            Map.entry(CapabilityId.EXTENDED_SECONDARY_PCI_EXPRESS, "Secondary PCI Express"),
            Map.entry(CapabilityId.EXTENDED_L1_SUBSTATES, "L1 PM Substates"),
            Map.entry(CapabilityId.EXTENDED_PRECISION_TIME, "Precision Time Measurement"),
            Map.entry(CapabilityId.EXTENDED_PHYSICAL_LAYER_16, "Physical Layer 16.0 GT/s"),
            Map.entry(CapabilityId.EXTENDED_PHYSICAL_LAYER_32, "Physical Layer 32.0 GT/s"),
            Map.entry(CapabilityId.EXTENDED_PHYSICAL_LAYER_64, "Physical Layer 64.0 GT/s"),
            Map.entry(CapabilityId.EXTENDED_AER, "Advanced Error Reporting"),
            Map.entry(CapabilityId.EXTENDED_SERIAL_NUMBER, "Device Serial Number"),
            Map.entry(CapabilityId.EXTENDED_ACS, "Access Control Services"),
            Map.entry(CapabilityId.EXTENDED_ARI, "Alternative Routing-ID Interpretation"),
            Map.entry(CapabilityId.EXTENDED_ATS, "Address Translation Services"),
            Map.entry(CapabilityId.EXTENDED_SR_IOV, "Single Root I/O Virtualization"),
            Map.entry(CapabilityId.EXTENDED_MULTICAST, "Multicast"),
            Map.entry(CapabilityId.EXTENDED_PRI, "Page Request Interface"),
            Map.entry(CapabilityId.EXTENDED_RESIZABLE_BAR, "Resizable BAR"),
            Map.entry(CapabilityId.EXTENDED_TPH, "TPH Requester"),
            Map.entry(CapabilityId.EXTENDED_LNR, "LN Requester"),
            Map.entry(CapabilityId.EXTENDED_LTR, "Latency Tolerance Reporting"),
            Map.entry(CapabilityId.EXTENDED_PASID, "Process Address Space ID"),
            Map.entry(CapabilityId.EXTENDED_DVSEC, "Designated Vendor-Specific"),
            Map.entry(CapabilityId.EXTENDED_VF_RESIZABLE_BAR, "VF Resizable BAR"),
            Map.entry(CapabilityId.EXTENDED_DOE, "Data Object Exchange"),
            Map.entry(CapabilityId.EXTENDED_DEVICE_3, "Device 3"),
            Map.entry(CapabilityId.EXTENDED_IDE, "Integrity and Data Encryption"));

    private CapabilityNames() {}

    static String of(boolean extended, int id) {
        return (extended ? EXTENDED : CLASSIC).getOrDefault(id, "capability %04Xh".formatted(id));
    }
}
