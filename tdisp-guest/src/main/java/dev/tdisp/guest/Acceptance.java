package dev.tdisp.guest;

import dev.tdisp.guest.attestation.Verdict;

/** What became of a guest's attempt to accept an interface. */
public sealed interface Acceptance {
    /**
     * Returns what the guest thought of it.
     *
     * @return the verdict
     */
    Verdict verdict();

    /**
     * Tells whether the interface is in use.
     *
     * @return true if it runs for this guest
     */
    default boolean isAccepted() {
        return this instanceof Accepted;
    }

    /**
     * The interface runs, its windows are private, its gate is open.
     *
     * @param verdict what the guest thought of it
     */
    record Accepted(Verdict verdict) implements Acceptance {}

    /**
     * The guest did not like the evidence.
     *
     * @param verdict what the guest thought of it
     */
    record Rejected(Verdict verdict) implements Acceptance {}

    /**
     * The guest liked the evidence, but a step behind it was refused, and the interface was given back.
     *
     * @param verdict what the guest thought of it
     * @param step which step
     * @param reason why
     */
    record Failed(Verdict verdict, String step, String reason) implements Acceptance {}
}
