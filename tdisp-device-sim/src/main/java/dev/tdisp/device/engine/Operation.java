package dev.tdisp.device.engine;

import java.util.Optional;

/** What the engine can do. */
public enum Operation {
    /** Copies LENGTH bytes from SOURCE to DESTINATION. */
    COPY(1),
    /** Puts the CRC-32 of LENGTH bytes at SOURCE into RESULT. */
    CHECKSUM(2),
    /** Writes LENGTH bytes of PATTERN to DESTINATION. */
    FILL(3),
    /** Encrypts LENGTH bytes from SOURCE to DESTINATION with AES-256 in counter mode; done twice, it decrypts. */
    ENCRYPT(4);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the OPERATION register.
     *
     * @return 1 to 4
     */
    public int code() {
        return code;
    }

    static Optional<Operation> of(long code) {
        for (Operation operation : values()) {
            if (operation.code == code) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
