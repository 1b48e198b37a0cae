package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.IdeCapability;

/** The state of a stream (section 6.33.3). */
public enum IdeStreamState {
    /** Nothing is protected, and no key set is complete. */
    INSECURE(IdeCapability.STATUS_INSECURE),
    /** Nothing is protected yet, but a key set is complete; the status register says Insecure. */
    READY(IdeCapability.STATUS_INSECURE),
    /** What the stream carries is protected. */
    SECURE(IdeCapability.STATUS_SECURE);

    private final int statusCode;

    IdeStreamState(int statusCode) {
        this.statusCode = statusCode;
    }

    /**
     * Returns the state field of the stream's status register.
     *
     * @return 0 or 2
     */
    public int statusCode() {
        return statusCode;
    }
}
