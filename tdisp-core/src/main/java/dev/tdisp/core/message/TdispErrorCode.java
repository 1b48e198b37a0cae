package dev.tdisp.core.message;

import java.util.Optional;

/** The ERROR_CODE of a TDISP_ERROR (section 11.3.24). */
public enum TdispErrorCode {
    /** One or more fields of the request are invalid. */
    INVALID_REQUEST(0x0001),
    /** The responder chose not to process the request now. */
    BUSY(0x0003),
    /** The request is not legal in the state of the TDI. */
    INVALID_INTERFACE_STATE(0x0004),
    /** A failure without a code of its own. */
    UNSPECIFIED(0x0005),
    /** The request code is not supported; ERROR_DATA is that code. */
    UNSUPPORTED_REQUEST(0x0007),
    /** The version is not supported, or not the agreed one. */
    VERSION_MISMATCH(0x0041),
    /** The vendor says more in the extended error data; ERROR_DATA is its length. */
    VENDOR_SPECIFIC_ERROR(0x00FF),
    /** No such interface is hosted. */
    INVALID_INTERFACE(0x0101),
    /** The nonce is not the one of the last lock. */
    INVALID_NONCE(0x0102),
    /** No nonce could be generated. */
    INSUFFICIENT_ENTROPY(0x0103),
    /** The configuration of the device is invalid or not supported. */
    INVALID_DEVICE_CONFIGURATION(0x0104);

    private final long code;

    TdispErrorCode(long code) {
        this.code = code;
    }

    /**
     * Returns the value of the ERROR_CODE field.
     *
     * @return an unsigned 32-bit value
     */
    public long code() {
        return code;
    }

    /**
     * Finds the meaning of an ERROR_CODE value.
     *
     * @param code the value
     * @return the error, or nothing for an undefined value
     */
    public static Optional<TdispErrorCode> of(long code) {
        for (TdispErrorCode error : values()) {
            if (error.code == code) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}
