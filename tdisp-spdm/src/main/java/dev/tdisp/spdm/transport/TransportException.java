package dev.tdisp.spdm.transport;

/** Says that a request got no response, or one that the transport cannot read. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was missing or wrong
     */
    public TransportException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was wrong
     * @param cause why
     */
    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
