package dev.tdisp.lab;

import dev.tdisp.guest.attestation.Verdict;

/** Says that the guest does not accept an interface. */
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    /**
     * Creates the exception.
     *
     * @param verdict what the guest thinks, and why
     */
    public RejectedException(Verdict verdict) {
        super("%s is rejected: %s".formatted(verdict.function(), verdict.failures()));
        this.verdict = verdict;
    }

    /**
     * Returns what the guest thinks.
     *
     * @return the verdict, with its failures
     */
    public Verdict verdict() {
        return verdict;
    }
}
