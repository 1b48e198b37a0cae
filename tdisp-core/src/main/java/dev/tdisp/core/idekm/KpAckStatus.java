package dev.tdisp.core.idekm;

import java.util.Optional;

/** The status of a KP_ACK. */
public enum KpAckStatus {
    /** The key is programmed. */
    SUCCESS(0),
    /** The message has a wrong size. */
    INCORRECT_LENGTH(1),
    /** There is no such port. */
    UNSUPPORTED_PORT_INDEX(2),
    /** Another field has a value that is not supported. */
    UNSUPPORTED_VALUE(3),
    /** The device could not program the key. */
    UNSPECIFIED_FAILURE(4);

    private final int code;

    KpAckStatus(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the Status field.
     *
     * @return 0 to 4
     */
    public int code() {
        return code;
    }

    /**
     * Finds the status of a value.
     *
     * @param code the value
     * @return the status, or nothing for an undefined value
     */
    public static Optional<KpAckStatus> of(int code) {
        for (KpAckStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
