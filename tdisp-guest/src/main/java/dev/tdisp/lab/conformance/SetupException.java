package dev.tdisp.lab.conformance;

/** Says that a subject could not be brought to a state, or the other end of it not be played. */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was to be reached, and what came instead
     */
    public SetupException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was to be reached
     * @param cause why it was not
     */
    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
