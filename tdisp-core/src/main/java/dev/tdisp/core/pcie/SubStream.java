package dev.tdisp.core.pcie;

import java.util.Optional;

/** The sub-stream of an IDE stream: each kind of traffic has keys and a counter of its own (section 6.33). */
public enum SubStream {
    /** Memory writes and messages. */
    POSTED(0),
    /** Requests that expect a completion. */
    NON_POSTED(1),
    /** Completions. */
    COMPLETION(2);

    private final int code;

    SubStream(int code) {
        this.code = code;
    }

    /**
     * Returns the sub-stream value of prefixes and of IDE_KM.
     *
     * @return 0 to 2
     */
    public int code() {
        return code;
    }

    /**
     * Finds the sub-stream of a value.
     *
     * @param code the value
     * @return the sub-stream, or nothing for a reserved value
     */
    public static Optional<SubStream> of(int code) {
        for (SubStream subStream : values()) {
            if (subStream.code == code) {
                return Optional.of(subStream);
            }
        }
        return Optional.empty();
    }
}
