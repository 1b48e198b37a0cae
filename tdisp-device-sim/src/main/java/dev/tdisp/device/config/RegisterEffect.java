package dev.tdisp.device.config;

/** What a write to a register may do, beyond changing its value: what the function acts on and the TDI watches. */
public enum RegisterEffect {
    /** Nothing: scratch, status and read-only registers. */
    NONE,
    /** Command: switches memory decoding and bus mastering. */
    COMMAND,
    /** A base address register, or the upper half of one. */
    BASE_ADDRESS,
    /** The expansion ROM's base address. */
    EXPANSION_ROM,
    /** Starts the built-in self test. */
    SELF_TEST,
    /** The power state. */
    POWER,
    /** The MSI capability's registers. */
    MSI,
    /** MSI-X enable and function mask. */
    MSIX_CONTROL,
    /** Device Control of the PCI Express capability: function level reset, sizes, tags. */
    DEVICE_CONTROL,
    /** Device Control 2: 10-bit tags. */
    DEVICE_CONTROL_2,
    /** Device Control 3: 14-bit tags. */
    DEVICE_CONTROL_3,
    /** Registers of the link. */
    LINK,
    /** Advanced error reporting. */
    ERROR_REPORTING,
    /** Access control services. */
    ACCESS_CONTROL,
    /** Alternative routing: function groups. */
    ARI_CONTROL,
    /** Address translation services. */
    ATS_CONTROL,
    /** Page requests. */
    PAGE_REQUESTS,
    /** Process address space identifiers. */
    PROCESS_ADDRESS_SPACES,
    /** Steering of requests. */
    PROCESSING_HINTS,
    /** Notices of changed cache lines. */
    LIGHTWEIGHT_NOTIFICATION,
    /** Multicast. */
    MULTICAST,
    /** The size of a BAR. */
    RESIZABLE_BAR,
    /** The size of a VF BAR. */
    VF_RESIZABLE_BAR,
    /** Addresses that the device was built with. */
    ENHANCED_ALLOCATION,
    /** Which traffic classes a virtual channel carries. */
    VIRTUAL_CHANNEL,
    /** How much power the function may draw. */
    POWER_ALLOCATION,
    /** Vital product data. */
    VITAL_PRODUCT_DATA,
    /** A register of the vendor's own. */
    VENDOR_SPECIFIC,
    /** SR-IOV control: switches virtual functions and their memory on. */
    SRIOV_CONTROL,
    /** The number of virtual functions. */
    SRIOV_NUM_VFS,
    /** The page size to which the memory of virtual functions is aligned. */
    SRIOV_PAGE_SIZE,
    /** A base address register for the memory of all virtual functions, or the upper half of one. */
    VF_BASE_ADDRESS,
    /** DOE control: abort, go, interrupt enable. */
    DOE_CONTROL,
    /** DOE status: clears the interrupt. */
    DOE_STATUS,
    /** Takes the next double word of a request. */
    DOE_WRITE_MAILBOX,
    /** Drops the double word of the response that was read. */
    DOE_READ_MAILBOX,
    /** Control of the whole IDE capability. */
    IDE_CONTROL,
    /** Control of one selective IDE stream. */
    IDE_STREAM_CONTROL,
    /** Status of one selective IDE stream: clears the note of a received failure message. */
    IDE_STREAM_STATUS,
    /** The requesters associated with one selective IDE stream. */
    IDE_RID_ASSOCIATION,
    /** The addresses associated with one selective IDE stream. */
    IDE_ADDRESS_ASSOCIATION
}
