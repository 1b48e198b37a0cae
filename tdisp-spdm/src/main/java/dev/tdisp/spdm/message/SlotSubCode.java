package dev.tdisp.spdm.message;

import java.util.Optional;

/** What SLOT_MANAGEMENT can be about (section 2.21). */
public enum SlotSubCode {
    /** Which of these the responder knows. */
    SUPPORTED_SUB_CODES(0x00, false),
    /** Which banks there are. */
    GET_BANK_INFO(0x01, false),
    /** What a bank is like. */
    GET_BANK_DETAILS(0x02, false),
    /** The certificate chain of a slot. */
    GET_CERTIFICATE_CHAIN(0x03, false),
    /** A certificate signing request for a key of a slot. */
    GET_CSR(0x04, false),
    /** Chooses the algorithm of a bank. */
    MANAGE_BANK(0x20, true),
    /** Erases a slot. */
    MANAGE_SLOT(0x21, true),
    /** Installs a certificate chain. */
    SET_CERTIFICATE(0x22, true);

    private final int code;
    private final boolean isChanging;

    SlotSubCode(int code, boolean isChanging) {
        this.code = code;
        this.isChanging = isChanging;
    }

    /**
     * Returns the value on the wire.
     *
     * @return the SubCode
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether it changes slots.
     *
     * @return false if it only asks
     */
    public boolean isChanging() {
        return isChanging;
    }

    /**
     * Finds the meaning of a value.
     *
     * @param code the SubCode
     * @return the meaning, or nothing for a reserved value
     */
    public static Optional<SlotSubCode> of(int code) {
        for (SlotSubCode subCode : values()) {
            if (subCode.code == code) {
                return Optional.of(subCode);
            }
        }
        return Optional.empty();
    }
}
