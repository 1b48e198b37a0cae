package dev.tdisp.core.message;

import java.util.Optional;

/** The state of a TEE device interface (section 11.2). */
public enum TdiState {
    /** The default after reset: the host configures, and no TVM data may be there. */
    CONFIG_UNLOCKED(0),
    /** The configuration is frozen and tracked, and the TVM decides on the report. */
    CONFIG_LOCKED(1),
    /** The TVM uses the interface. */
    RUN(2),
    /** A violation was detected; TVM data is sealed until it is cleared. */
    ERROR(3);

    private final int code;

    TdiState(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the TDI_STATE field.
     *
     * @return 0 to 3
     */
    public int code() {
        return code;
    }

    /**
     * Finds the state of a TDI_STATE value.
     *
     * @param code the value
     * @return the state, or nothing for a reserved value
     */
    public static Optional<TdiState> of(int code) {
        for (TdiState state : values()) {
            if (state.code == code) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /**
     * Tells whether the configuration is locked and tracked.
     *
     * @return true in CONFIG_LOCKED and in RUN
     */
    public boolean isLocked() {
        return this == CONFIG_LOCKED || this == RUN;
    }
}
