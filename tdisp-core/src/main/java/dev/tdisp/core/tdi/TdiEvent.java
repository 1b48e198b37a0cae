package dev.tdisp.core.tdi;

/**
 * Something that happens to an interface and is no request (sections 11.2 and 11.4).
 *
 * <p>The device decides whether something is one of these, and to which interfaces it happens; for example a write to
 * the MSI-X capability is {@link #MSIX_MODIFIED} only while the table is locked and reported, and otherwise
 * {@link #FREE_REGISTER_WRITTEN}. What the event does in each state is in {@link TdiTransitions}.
 */
public enum TdiEvent {
    /** All state of the device is lost. */
    CONVENTIONAL_RESET("E1", "Conventional reset (cold, warm or hot) of the device", "11.4.8"),
    /** The interface's own function is reset. */
    FUNCTION_LEVEL_RESET("E2", "FLR of the VF or non-IOV function that hosts the interface", "11.4.9"),
    /** The PF above is reset, or the interface is the PF's. */
    PF_FUNCTION_LEVEL_RESET("E3", "FLR of the PF, for its own interface and those of its VFs", "11.4.9"),
    /** The default stream is no longer secure. */
    DEFAULT_STREAM_INSECURE("E4", "The default stream became insecure", "11.4.5"),
    /** A bound peer-to-peer stream is no longer secure. */
    P2P_STREAM_INSECURE("E5", "A bound P2P stream became insecure", "11.2"),
    /** The session that locked the interface is over. */
    SESSION_ENDED("E6", "The SPDM session that locked the interface ended", "11.4.5"),
    /** Another session tried to key the stream. */
    FOREIGN_KEY_PROGRAMMING("E7", "IDE keys of the stream were sent over another SPDM session", "11.4.5"),
    /** The key set changed. */
    KEY_REFRESH("E8", "IDE keys were refreshed over the same session", "11.4.5"),
    /** Memory Space Enable or Bus Master Enable is clear now. */
    COMMAND_ENABLE_CLEARED("E9", "Memory Space Enable or Bus Master Enable was cleared", "11.2.6"),
    /** A base address register or BIST changed. */
    BAR_MODIFIED("E10", "BIST, a BAR or the Expansion ROM BAR was modified", "11.2.6"),
    /** The function answers under another number now. */
    REQUESTER_ID_CHANGED("E11", "The Requester ID changed", "11.2.6"),
    /** A tracked bit of Device Control changed. */
    DEVICE_CONTROL_MODIFIED(
            "E12",
            "Extended Tag, Phantom Functions, No Snoop, 10-bit or 14-bit Tag enable, or Initiate FLR was changed",
            "11.2.6"),
    /** Power went where state is lost. */
    POWER_STATE_LOST("E13", "A power management transition lost the function's state", "11.2.6"),
    /** The locked MSI-X capability changed. */
    MSIX_MODIFIED("E14", "The MSI-X capability was modified while its table is locked and reported", "11.2.6"),
    /** A capability that decides on resources or identifiers changed. */
    RESOURCE_CAPABILITY_MODIFIED("E15", "EA, Resizable BAR, VF Resizable BAR, ARI or PASID was modified", "11.2.6"),
    /** Page Request or SR-IOV changed. */
    SRIOV_OR_PRI_MODIFIED("E16", "The Page Request or SR-IOV capability was modified", "11.2.6"),
    /** Multicast changed. */
    MULTICAST_MODIFIED("E17", "The Multicast capability was modified", "11.2.6"),
    /** ATS changed. */
    ATS_MODIFIED("E18", "The ATS capability was modified", "11.2.6"),
    /** The IDE registers of a bound stream changed. */
    BOUND_STREAM_MODIFIED("E19", "Control or association registers of a bound IDE stream were modified", "11.2.6"),
    /** A link register was written. */
    LINK_REGISTER_WRITTEN("E20", "A link control, link status or lane register was written", "11.2.6"),
    /** A register was written that nobody tracks. */
    FREE_REGISTER_WRITTEN("E21", "A register without effect on security was written", "11.2.6"),
    /** Virtual channels were mapped. */
    VIRTUAL_CHANNEL_WRITTEN("E22", "A VC or MFVC mapping was written", "11.2.6"),
    /** The power budget was set. */
    POWER_ALLOCATION_WRITTEN("E23", "Dynamic Power Allocation was written", "11.2.6"),
    /** The power budget does not suffice. */
    POWER_ALLOCATION_INSUFFICIENT("E23b", "The device cannot work reliably in its power budget", "11.2.6"),
    /** A vendor's register shown in the report changed. */
    REPORTED_VENDOR_REGISTER_MODIFIED(
            "E24", "TPH, VSEC, DVSEC or a vendor capability shown in the report was modified", "11.2.6"),
    /** The device's own configuration changed. */
    DEVICE_CONFIGURATION_MODIFIED("E25", "Device-specific configuration that matters for security changed", "11.2.6"),
    /** Poison came in. */
    POISONED_TLP_RECEIVED("E26", "A poisoned TLP was received", "11.4.6"),
    /** Data went bad inside. */
    INTERNAL_DATA_ERROR("E26b", "An uncorrectable internal data error hit the interface", "11.4.6"),
    /** A request failed for good. */
    COMPLETION_FAILED("E27", "A request ended with UR, CA or a completion timeout, beyond recovery", "11.4.3"),
    /** The translation agent answered without trust. */
    UNTRUSTED_TRANSLATION(
            "E28", "A Translation Completion or PRG Response came with T clear or on another stream", "11.4.10"),
    /** An update was refused. */
    FIRMWARE_UPDATE_REFUSED("E29", "A firmware update was asked for while NO_FW_UPDATE is locked", "11.4.2"),
    /** An update was made. */
    FIRMWARE_UPDATED("E30", "Firmware was updated to the same or a higher security version", "11.4.2"),
    /** A downgrade was asked for. */
    FIRMWARE_DOWNGRADE("E31", "Firmware of a lower security version was asked for", "11.4.2"),
    /** An update was made that the device cannot do at run time. */
    FIRMWARE_UPDATE_FORCED("E32", "Firmware of a device without run-time update was updated", "11.4.2"),
    /** A debugger gets in. */
    DEBUG_AUTHORISED("E33", "Invasive debug was authorised", "11.4.7"),
    /** The DSM no longer knows. */
    DSM_FAILED("E34", "The DSM failed, or lost the state of the interface", "11.4.4"),
    /** A packet was rejected. */
    TLP_REJECTED("E35", "A TLP was rejected for its T bit, its stream or the lack of IDE", "11.2.1"),
    /** The link is down. */
    LINK_DOWN("E36", "Surprise removal, or the link went down", "11.4.5"),
    /** Nothing of the TVM is left. */
    DATA_CLEARED("E37", "The interface in ERROR has cleared all TVM data of its own accord", "11.2"),
    /** The function is going away. */
    FUNCTION_DISABLED("E38", "VF Enable was cleared, so that the function disappears", "11.2.6");

    private final String id;
    private final String sentence;
    private final String clause;

    TdiEvent(String id, String sentence, String clause) {
        this.id = id;
        this.sentence = sentence;
        this.clause = clause;
    }

    /**
     * Returns the number.
     *
     * @return E1 to E38; an added b marks the second half of an event with two outcomes
     */
    public String id() {
        return id;
    }

    /**
     * Says what happened.
     *
     * @return a sentence without a full stop
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Returns where the specification speaks of it.
     *
     * @return a section number
     */
    public String clause() {
        return clause;
    }
}
