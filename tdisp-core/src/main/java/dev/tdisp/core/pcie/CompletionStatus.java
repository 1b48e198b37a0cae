package dev.tdisp.core.pcie;

import java.util.Optional;

/** The status of a completion (section 2.2.9). */
public enum CompletionStatus {
    /** The request was carried out. */
    SUCCESSFUL(0),
    /** Nobody answers such a request there, or it was rejected. */
    UNSUPPORTED_REQUEST(1),
    /** A configuration request came too early and may be repeated. */
    REQUEST_RETRY(2),
    /** The completer claims the address, but cannot carry out the request. */
    COMPLETER_ABORT(4);

    private final int code;

    CompletionStatus(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the Completion Status field.
     *
     * @return 0, 1, 2 or 4
     */
    public int code() {
        return code;
    }

    /**
     * Finds the status of a value.
     *
     * @param code the value
     * @return the status, or nothing for a reserved value, which a requester takes for Unsupported Request
     */
    public static Optional<CompletionStatus> of(int code) {
        for (CompletionStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
