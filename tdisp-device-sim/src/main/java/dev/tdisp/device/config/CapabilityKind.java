package dev.tdisp.device.config;

/** A capability that a function of the device may have. */
public enum CapabilityKind {
    /** Power management. */
    POWER_MANAGEMENT,
    /** Vital product data. */
    VITAL_PRODUCT_DATA,
    /** MSI, the registers alone: the device sends MSI-X only. */
    MSI,
    /** MSI-X. */
    MSI_X,
    /** PCI Express. */
    PCI_EXPRESS,
    /** Advanced error reporting. */
    ERROR_REPORTING,
    /** The serial number. */
    SERIAL_NUMBER,
    /** Alternative routing identifiers. */
    ALTERNATIVE_ROUTING,
    /** Virtual functions; of the physical function alone. */
    SR_IOV,
    /** A mailbox; a layout names it as often as it has mailboxes. */
    DATA_OBJECT_EXCHANGE,
    /** IDE streams; of function 0 alone. */
    IDE,
    /** Access control services. */
    ACCESS_CONTROL,
    /** Device 3. */
    DEVICE_3,
    /** Address translation services. */
    ADDRESS_TRANSLATION,
    /** Page requests. */
    PAGE_REQUESTS,
    /** Process address space identifiers. */
    PROCESS_ADDRESS_SPACES,
    /** Steering of requests by processing hints. */
    PROCESSING_HINTS,
    /** Notices of changed cache lines (LN), the registers alone. */
    LIGHTWEIGHT_NOTIFICATION,
    /** Latency tolerance reporting. */
    LATENCY_TOLERANCE,
    /** Multicast. */
    MULTICAST,
    /** Sizes of BARs that software chooses. */
    RESIZABLE_BAR,
    /** Sizes of VF BARs that software chooses. */
    VF_RESIZABLE_BAR,
    /** Addresses that the device was built with (EA), the registers alone. */
    ENHANCED_ALLOCATION,
    /** Virtual channels. */
    VIRTUAL_CHANNEL,
    /** Dynamic power allocation. */
    POWER_ALLOCATION,
    /** Substates of the link in L1, the registers alone. */
    L1_SUBSTATES,
    /** Precision time measurement, the registers alone. */
    PRECISION_TIME,
    /** Secondary PCI Express: equalization at 8 GT/s, the registers alone. */
    SECONDARY_PCI_EXPRESS,
    /** The link at 16 GT/s, the registers alone. */
    PHYSICAL_LAYER_16,
    /** The link at 32 GT/s, the registers alone. */
    PHYSICAL_LAYER_32,
    /** The link at 64 GT/s, the registers alone. */
    PHYSICAL_LAYER_64,
    /** A register of the vendor's own. */
    VENDOR_SPECIFIC
}
