package dev.tdisp.guest.attestation;

/**
 * The result of one check.
 *
 * @param check what was asked
 * @param outcome how it came out
 * @param expected what should have been found
 * @param actual what was found
 * @param reason why it came out so
 */
public record CheckResult(Check check, Outcome outcome, String expected, String actual, String reason) {
    /** How a check comes out. */
    public enum Outcome {
        /** It is as it should be. */
        PASSED("passed"),
        /** It is not. */
        FAILED("failed"),
        /** There is no evidence for it, because that failed a check itself. */
        NOT_JUDGED("not judged"),
        /** Nobody can tell, and the policy does not demand it: there is nothing to compare. */
        NOT_DEMANDED("not demanded");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /**
         * Says it for people.
         *
         * @return one or two words
         */
        public String words() {
            return words;
        }

        /**
         * Tells whether an interface may be used with it.
         *
         * @return true for what passed or is not demanded
         */
        public boolean isAcceptable() {
            return this == PASSED || this == NOT_DEMANDED;
        }
    }

    /**
     * Returns what was looked at.
     *
     * @return the evidence of the check's criterion
     */
    public String evidence() {
        return check.criterion().evidence();
    }

    @Override
    public String toString() {
        return outcome + " " + check + ": " + reason + " (" + actual + ")";
    }
}
