package dev.tdisp.core.tdi;

import dev.tdisp.core.message.TdispErrorCode;

/** A condition under which LOCK_INTERFACE is refused (section 11.3.8). */
public enum LockCheck {
    /** The interface is not hosted. */
    L1(TdispErrorCode.INVALID_INTERFACE, "the interface is not hosted"),
    /** The interface is not in CONFIG_UNLOCKED. */
    L2(TdispErrorCode.INVALID_INTERFACE_STATE, "the interface is not in CONFIG_UNLOCKED"),
    /** A key of the default stream is missing. */
    L3(TdispErrorCode.INVALID_REQUEST, "the default stream lacks keys for some sub-stream"),
    /** A key of the default stream came over another session. */
    L4(TdispErrorCode.INVALID_REQUEST, "keys of the default stream came over another SPDM session"),
    /** The stream of the request is not the default stream. */
    L5(TdispErrorCode.INVALID_REQUEST, "the stream is not the one configured as default"),
    /** Two register blocks are marked default. */
    L6(TdispErrorCode.INVALID_REQUEST, "more than one IDE register block is marked default"),
    /** The default stream does not use TC0. */
    L7(TdispErrorCode.INVALID_REQUEST, "the default stream uses a traffic class other than TC0"),
    /** Phantom Functions are enabled. */
    L8(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "Phantom Functions are enabled"),
    /** BARs of the PF overlap. */
    L9(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "BARs of the physical function overlap"),
    /** The expansion ROM overlaps a BAR. */
    L10(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "the Expansion ROM BAR overlaps a BAR"),
    /** A resizable BAR has a size that is not supported. */
    L11(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "a Resizable BAR has an unsupported size"),
    /** A BAR of a VF overlaps something else. */
    L12(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "a VF BAR overlaps another range"),
    /** The System Page Size of SR-IOV is not supported. */
    L13(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "the SR-IOV System Page Size is not supported"),
    /** The cache line size of the LN requester does not fit. */
    L14(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "the LN requester's cache line size does not fit the flags"),
    /** The TPH requester uses an ST mode that is not supported. */
    L15(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "the TPH requester's ST mode is not supported"),
    /** Memory behind the device does not satisfy the TVM. */
    L16(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "device-attached memory does not satisfy what a TVM needs"),
    /** Something else that the device knows. */
    L17(TdispErrorCode.INVALID_DEVICE_CONFIGURATION, "the device found another problem"),
    /** No nonce can be generated. */
    L18(TdispErrorCode.INSUFFICIENT_ENTROPY, "no nonce can be generated"),
    /** The stream and the device disagree on XT mode; PCIe 7.0. */
    L19(TdispErrorCode.INVALID_REQUEST, "the XT setting of the stream disagrees with the XT mode"),
    /** A flag is set that is not advertised. */
    L20(TdispErrorCode.INVALID_REQUEST, "a flag is set that the device does not advertise");

    private final TdispErrorCode code;
    private final String sentence;

    LockCheck(TdispErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /**
     * Returns what the TDISP_ERROR says.
     *
     * @return the error code
     */
    public TdispErrorCode code() {
        return code;
    }

    /**
     * Says what is wrong when the condition holds.
     *
     * @return half a sentence
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Tells whether the condition looks at IDE.
     *
     * @return true for L3 to L7 and L19
     */
    public boolean isAboutIde() {
        return switch (this) {
            case L3, L4, L5, L6, L7, L19 -> true;
            case L1, L2, L8, L9, L10, L11, L12, L13, L14, L15, L16, L17, L18, L20 -> false;
        };
    }

    /**
     * Refuses the lock for this condition.
     *
     * @param detail what was found, perhaps empty
     * @return the refusal
     */
    public LockRefusal refuse(String detail) {
        return new LockRefusal(this, detail);
    }
}
