package dev.tdisp.core.pcie;

/** IDs of capabilities and extended capabilities (sections 7.5.3 and 7.6). */
public final class CapabilityId {
    /** Power Management. */
    public static final int POWER_MANAGEMENT = 0x01;

    /** Vital Product Data. */
    public static final int VITAL_PRODUCT_DATA = 0x03;

    /** MSI. */
    public static final int MSI = 0x05;

    /** PCI Express. */
    public static final int PCI_EXPRESS = 0x10;

    /** MSI-X. */
    public static final int MSI_X = 0x11;

    /** Enhanced Allocation. */
    public static final int ENHANCED_ALLOCATION = 0x14;

    /** Extended: Advanced Error Reporting. */
    public static final int EXTENDED_AER = 0x0001;

    /** Extended: Virtual Channel. */
    public static final int EXTENDED_VIRTUAL_CHANNEL = 0x0002;

    /** Extended: Device Serial Number. */
    public static final int EXTENDED_SERIAL_NUMBER = 0x0003;

    /** Extended: Access Control Services. */
    public static final int EXTENDED_ACS = 0x000D;

    /** Extended: Alternative Routing-ID Interpretation. */
    public static final int EXTENDED_ARI = 0x000E;

    /** Extended: Address Translation Services. */
    public static final int EXTENDED_ATS = 0x000F;

    /** Extended: Single Root I/O Virtualization. */
    public static final int EXTENDED_SR_IOV = 0x0010;

    /** Extended: Multicast. */
    public static final int EXTENDED_MULTICAST = 0x0012;

    /** Extended: Page Request Interface. */
    public static final int EXTENDED_PRI = 0x0013;

    /** Extended: Resizable BAR. */
    public static final int EXTENDED_RESIZABLE_BAR = 0x0015;

    /** Extended: Dynamic Power Allocation. */
    public static final int EXTENDED_POWER_ALLOCATION = 0x0016;

    /** Extended: TPH Requester. */
    public static final int EXTENDED_TPH = 0x0017;

    /** Extended: Latency Tolerance Reporting. */
    public static final int EXTENDED_LTR = 0x0018;

    /** Extended: Secondary PCI Express. */
    public static final int EXTENDED_SECONDARY_PCI_EXPRESS = 0x0019;

    /** Extended: Process Address Space ID. */
    public static final int EXTENDED_PASID = 0x001B;

    /** Extended: LN Requester. */
    public static final int EXTENDED_LNR = 0x001C;

    /** Extended: L1 PM Substates. */
    public static final int EXTENDED_L1_SUBSTATES = 0x001E;

    /** Extended: Precision Time Measurement. */
    public static final int EXTENDED_PRECISION_TIME = 0x001F;

    /** Extended: Designated Vendor-Specific. */
    public static final int EXTENDED_DVSEC = 0x0023;

    /** Extended: VF Resizable BAR. */
    public static final int EXTENDED_VF_RESIZABLE_BAR = 0x0024;

    /** Extended: Physical Layer 16.0 GT/s. */
    public static final int EXTENDED_PHYSICAL_LAYER_16 = 0x0026;

    /** Extended: Physical Layer 32.0 GT/s. */
    public static final int EXTENDED_PHYSICAL_LAYER_32 = 0x002A;

    /** Extended: Data Object Exchange. */
    public static final int EXTENDED_DOE = 0x002E;

    /** Extended: Device 3. */
    public static final int EXTENDED_DEVICE_3 = 0x002F;

    /** Extended: Integrity and Data Encryption. */
    public static final int EXTENDED_IDE = 0x0030;

    /** Extended: Physical Layer 64.0 GT/s. */
    public static final int EXTENDED_PHYSICAL_LAYER_64 = 0x0031;

    private CapabilityId() {}
}
