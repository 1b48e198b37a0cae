package dev.tdisp.host.tsm;

/** The security manager refused, or the device failed it. */
public final class TsmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason the kind of reason
     * @param message what was asked, and what is the case
     */
    public TsmException(Reason reason, String message) {
        super(reason + ": " + message);
        this.reason = reason;
    }

    /**
     * Creates the exception for a failure of the device.
     *
     * @param reason the kind of reason
     * @param message what was asked
     * @param cause what the device answered
     */
    public TsmException(Reason reason, String message, Throwable cause) {
        super("%s: %s: %s".formatted(reason, message, cause.getMessage()), cause);
        this.reason = reason;
    }

    /**
     * Returns the kind of reason.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** The kinds of reasons. */
    public enum Reason {
        /** There is no session with the device. */
        NOT_CONNECTED,
        /** There is a session with the device already. */
        ALREADY_CONNECTED,
        /** The device is not the one the hypervisor says, or not acceptable. */
        WRONG_DEVICE,
        /** All stream IDs of the port are taken by other devices. */
        NO_STREAM,
        /** No such guest was created. */
        UNKNOWN_GUEST,
        /** The function is not the device's. */
        UNKNOWN_FUNCTION,
        /** The interface is not bound, or not to this guest. */
        NOT_BOUND,
        /** The interface is bound. */
        ALREADY_BOUND,
        /** An interface is bound, and would lose what it has. */
        STILL_BOUND,
        /** The interface is not in the state that this needs. */
        WRONG_STATE,
        /** The stream is not secure. */
        STREAM_NOT_SECURE,
        /** The guest speaks of another lock, measurement or report than the present one. */
        STALE_EPOCH,
        /** The hypervisor proposed no pages, or others than the report says. */
        WRONG_MAPPING,
        /** A range of the report is not mapped yet. */
        RANGE_NOT_MAPPED,
        /** The device refused, or answered what it must not. */
        DEVICE_REFUSED,
        /** The device is busy, and stayed so. It has done nothing. */
        DEVICE_BUSY,
        /** No answer came, or none that can be opened; what was asked has not happened, or is undone. */
        DEVICE_SILENT,
        /** An answer was lost, and the device has not said since what has happened. It is not guessed. */
        STATE_UNKNOWN
    }
}
