package dev.tdisp.spdm.message;

import java.util.Optional;

/** What KEY_UPDATE does, its Param1. */
public enum KeyUpdateOperation {
    /** Replaces the keys from the requester to the responder. */
    UPDATE_KEY(1),
    /** Replaces the keys of both directions. */
    UPDATE_ALL_KEYS(2),
    /** Shows, under the new keys, that the update is over. */
    VERIFY_NEW_KEY(3);

    private final int code;

    KeyUpdateOperation(int code) {
        this.code = code;
    }

    /**
     * Returns the value on the wire.
     *
     * @return 1 to 3
     */
    public int code() {
        return code;
    }

    /**
     * Finds the operation of a value.
     *
     * @param code the value
     * @return the operation, or nothing for a reserved value
     */
    public static Optional<KeyUpdateOperation> of(int code) {
        for (KeyUpdateOperation operation : values()) {
            if (operation.code == code) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
