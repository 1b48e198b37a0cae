package dev.tdisp.guest.attestation;

/**
 * The result of one check.
 *
 * @param check what was asked
 * @param outcome how it came out
 * @param evidence what was looked at
 * @param reason why it came out so
 */
public record CheckResult(Check check, Outcome outcome, String evidence, String reason) {
    /** How a check comes out. */
    public enum Outcome {
        /** It is as it should be. */
        PASSED,
        /** It is not. */
        FAILED,
        /** There is no evidence for it, because that failed a check itself. */
        NOT_JUDGED,
        /** Nobody can tell, and the policy does not demand it: there is nothing to compare. */
        NOT_DEMANDED
    }

    @Override
    public String toString() {
        return "%s %s: %s (%s)".formatted(outcome, check, reason, evidence);
    }
}
