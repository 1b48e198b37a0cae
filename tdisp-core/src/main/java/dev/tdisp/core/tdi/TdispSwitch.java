package dev.tdisp.core.tdi;

/**
 * A point on which sources or implementations differ. Off is our reading; on is the other position.
 *
 * <p>Where more than two positions are taken, each further one has a switch of its own. A topic starting with D is a
 * disagreement between implementations, one with U a point that no source settles, one with L or E a condition of the
 * lock or an event with two outcomes; the topic {@code peer} is a knob that only exists to imitate a peer.
 */
public enum TdispSwitch {
    /** STOP in CONFIG_UNLOCKED is refused, instead of answered without effect. */
    STOP_REFUSED_WHEN_UNLOCKED("D1", "success", "INVALID_INTERFACE_STATE"),
    /** STOP is legal in RUN alone, instead of in every state. */
    STOP_ONLY_IN_RUN("D1", "success in every state", "INVALID_INTERFACE_STATE outside RUN"),
    /** The report in CONFIG_UNLOCKED is refused as an invalid request, instead of for the state. */
    REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST("D2", "INVALID_INTERFACE_STATE", "INVALID_REQUEST"),
    /** The report of the last lock stays readable after STOP. */
    REPORT_KEPT_AFTER_STOP("D2", "not readable", "the stale report is served"),
    /** Bit 0 of REQ_MSGS_SUPPORTED stands for request 81h, instead of for 80h. */
    REQ_MSGS_COUNTED_FROM_81H("D3", "bit = code - 80h, so FEh", "bit = code - 81h, so 7Fh"),
    /** No optional request is advertised or answered. */
    MANDATORY_REQUESTS_ONLY("D4", "what the device supports", "81h to 87h alone"),
    /** A wrong nonce is refused for the state, instead of as a nonce. */
    WRONG_NONCE_IS_INVALID_STATE("D6", "INVALID_NONCE", "INVALID_INTERFACE_STATE"),
    /** The nonce stays in memory after START. */
    NONCE_KEPT_AFTER_START("D7", "destroyed before RUN", "kept"),
    /** GET_TDISP_VERSION moves the interface to CONFIG_UNLOCKED. */
    VERSION_RESETS_INTERFACE("D8", "no effect", "the interface starts anew"),
    /** An interface is unknown until GET_TDISP_VERSION was asked of it. */
    VERSION_OPENS_INTERFACE("D8", "not needed by the responder", "INVALID_INTERFACE before it"),
    /** A write to the ATS capability of a locked interface is free. */
    ATS_WRITE_ALLOWED("D9", "to ERROR", "no effect"),
    /** Requests with T set to non-TEE memory are rejected; the device follows it. */
    TRUSTED_ACCESS_TO_NON_TEE_REJECTED("D10", "accepted in RUN", "rejected"),
    /** Requests with T set to TEE memory are accepted in CONFIG_LOCKED too; the device follows it. */
    TRUSTED_ACCESS_WHEN_LOCKED("D11", "rejected in CONFIG_LOCKED", "accepted in CONFIG_LOCKED"),
    /** Every error reply moves the interface to ERROR. */
    ERROR_REPLY_MOVES_TO_ERROR("D12", "an error reply changes no state", "to ERROR"),
    /** ERROR_DATA of UNSUPPORTED_REQUEST is 0, instead of the request code. */
    UNSUPPORTED_REQUEST_WITHOUT_CODE("D13", "ERROR_DATA = request code", "ERROR_DATA = 0"),
    /** The version byte of a TDISP_ERROR is that of the request, instead of 10h. */
    ERROR_ECHOES_VERSION("D14", "10h", "the byte of the request"),
    /** A wrong version gets no TDISP answer, so that SPDM refuses it. */
    WRONG_VERSION_UNANSWERED("D15", "VERSION_MISMATCH", "an SPDM error"),
    /** The version byte of a request is not looked at. */
    VERSION_NOT_CHECKED("D15", "VERSION_MISMATCH", "any version is served"),
    /** GET_TDISP_VERSION with a minor version other than 0 is refused, instead of answered. */
    VERSION_MINOR_CHECKED("D16", "answered for every major 1", "VERSION_MISMATCH"),
    /** A lack of entropy is an unspecified failure, instead of one with a name. */
    ENTROPY_FAILURE_IS_UNSPECIFIED("D17", "INSUFFICIENT_ENTROPY", "UNSPECIFIED"),
    /** The report gives first pages as byte addresses, instead of page numbers; the device follows it. */
    REPORT_IN_BYTE_ADDRESSES("D18", "page numbers", "byte addresses"),
    /** A violation moves an unlocked interface to ERROR too. */
    UNLOCKED_MOVES_TO_ERROR("D19", "no effect in CONFIG_UNLOCKED", "to ERROR"),
    /** An unknown request code goes to the vendor's hook first. */
    UNKNOWN_REQUEST_TO_VENDOR("D20", "UNSUPPORTED_REQUEST", "the vendor may answer"),
    /** An unknown INTERFACE_ID is taken for the first interface, whose own INTERFACE_ID is in the reply. */
    INTERFACE_ID_IGNORED("D24", "INVALID_INTERFACE", "answered by the first interface"),
    /** A function level reset moves the interface to CONFIG_UNLOCKED, instead of to ERROR. */
    FUNCTION_RESET_UNLOCKS("D26", "to ERROR", "to CONFIG_UNLOCKED"),
    /** A segment number without its valid bit gets no TDISP answer, instead of being ignored. */
    SEGMENT_WITHOUT_VALID_UNANSWERED("D27", "the segment is ignored", "an SPDM error"),
    /** ATS translation requests are sent outside RUN too; the device follows it. */
    TRANSLATION_REQUEST_IN_EVERY_STATE("D28", "with T set from RUN alone", "never blocked"),
    /** A LOCK refused for the state overwrites the nonce of the last lock. */
    REFUSED_LOCK_OVERWRITES_NONCE("D29", "the nonce is untouched", "a new nonce, known to nobody"),
    /** A report of LENGTH 0 is answered with an empty portion, instead of refused. */
    REPORT_LENGTH_0_ANSWERED("D30", "INVALID_REQUEST", "PORTION_LENGTH 0"),
    /** A report from behind its end is answered with an empty portion, instead of refused. */
    REPORT_BEHIND_END_ANSWERED("D31", "INVALID_REQUEST", "PORTION_LENGTH 0"),
    /** Capabilities are told for an unknown INTERFACE_ID too. */
    CAPABILITIES_FOR_ANY_INTERFACE("D32", "INVALID_INTERFACE", "TDISP_CAPABILITIES"),
    /** The nonce stays in memory after STOP. */
    NONCE_KEPT_AFTER_STOP("D33", "destroyed", "kept"),
    /** A request of a wrong length gets no TDISP answer, so that SPDM refuses it. */
    WRONG_LENGTH_UNANSWERED("D34", "INVALID_REQUEST", "an SPDM error"),
    /** The address mask of P2P names the bits to clear, instead of those to keep; the device follows it. */
    P2P_MASK_CLEARS("U4", "address AND mask", "address AND NOT mask"),
    /** A write of the value that a tracked register already holds counts; the device follows it. */
    IDENTICAL_WRITE_IS_MODIFICATION("U5", "not a modification", "a modification"),
    /** Requests with T clear to TEE memory are rejected in CONFIG_UNLOCKED too; the device follows it. */
    UNTRUSTED_ACCESS_WHEN_UNLOCKED_REJECTED("U7", "accepted", "rejected"),
    /** An interface in ERROR still sends message signalled interrupts; the device follows it. */
    INTERRUPTS_IN_ERROR("U8", "suppressed", "sent with T clear"),
    /** START, BIND, UNBIND and SET_MMIO_ATTRIBUTE are taken from any session. */
    ANY_SESSION_MAY_DRIVE("U9", "INVALID_REQUEST outside the locking session", "any session may"),
    /** A firmware downgrade goes ahead and moves locked interfaces to ERROR, instead of being refused. */
    FIRMWARE_DOWNGRADE_ALLOWED("E31", "refused", "to ERROR, then downgraded"),
    /** An interface in ERROR clears its TVM data and is unlocked of its own accord; the device follows it. */
    ERROR_CLEARS_ITSELF("E37", "only STOP unlocks", "to CONFIG_UNLOCKED once all is cleared"),
    /** Reserved attribute bits in SET_MMIO_ATTRIBUTE are refused, instead of ignored. */
    MMIO_ATTRIBUTE_RESERVED_CHECKED("MMIO", "ignored", "INVALID_REQUEST"),
    /** All 12 bytes of INTERFACE_ID are compared, reserved ones too. */
    INTERFACE_ID_COMPARED_WHOLE("peer", "reserved bits are ignored", "INVALID_INTERFACE"),
    /** The reserved bytes of INTERFACE_ID are 0 in every reply, instead of those of the request. */
    REPLY_CLEARS_INTERFACE_RESERVED("peer", "INTERFACE_ID as in the request", "FUNCTION_ID, then zeros"),
    /** Flags that are not advertised are taken at LOCK, instead of refused. */
    LOCK_FLAGS_NOT_CHECKED("L20", "INVALID_REQUEST", "taken"),
    /** LOCK looks neither at keys nor at the default stream. */
    LOCK_WITHOUT_IDE_CHECKS("peer", "INVALID_REQUEST", "locked"),
    /** MMIO_REPORTING_OFFSET has no effect. */
    REPORTING_OFFSET_IGNORED("peer", "added, and must be a multiple of 4096", "ignored"),
    /** FUNCTION_ID 0000BEEFh stands for the interface that the backend names. */
    FUNCTION_BEEF_HOSTED("peer", "functions of the device alone", "answered by the first virtual function"),
    /** TDISP is answered in sessions of SPDM versions below 1.2; the owner of the sessions follows it. */
    ANSWERED_BELOW_SPDM_1_2("peer", "refused", "answered"),
    /** TDISP is answered in sessions whose records are authentic but not encrypted; the owner of the sessions follows it. */
    ANSWERED_WITHOUT_ENCRYPTION("peer", "refused", "answered"),
    /** SET_TDISP_CONFIG and XT mode of PCIe 7.0 exist. */
    PCIE_7_0("U13", "UNSUPPORTED_REQUEST", "answered");

    private final String topic;
    private final String off;
    private final String on;

    TdispSwitch(String topic, String off, String on) {
        this.topic = topic;
        this.off = off;
        this.on = on;
    }

    /**
     * Returns the point in question.
     *
     * @return for example {@code D1}
     */
    public String topic() {
        return topic;
    }

    /**
     * Says what happens while the switch is off, which is the default.
     *
     * @return our reading, in a few words
     */
    public String off() {
        return off;
    }

    /**
     * Says what happens while the switch is on.
     *
     * @return the other position, in a few words
     */
    public String on() {
        return on;
    }
}
