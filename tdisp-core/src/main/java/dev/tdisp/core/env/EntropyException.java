package dev.tdisp.core.env;

/** Says that random bytes cannot be had. */
public final class EntropyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param reason why there are none
     */
    public EntropyException(String reason) {
        super(reason);
    }
}
