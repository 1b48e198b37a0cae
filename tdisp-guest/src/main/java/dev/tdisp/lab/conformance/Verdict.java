package dev.tdisp.lab.conformance;

/** What became of a case. */
public enum Verdict {
    /** Everything is as it must be. */
    STRICT_PASS("pass"),
    /** The right outcome in another manner that is legal or disputed, for example a refusal with another code. */
    CONCEPTUAL_PASS("pass"),
    /** Right for some combinations of parameters, wrong for others. */
    PARTIAL_FAIL("fail"),
    /** Wrong. */
    FAIL("fail"),
    /** The subject lacks what the case is about, as a value shows that is written down. */
    NOT_APPLICABLE("not-applicable"),
    /** The subject could not be brought to the state in which it is to be asked. */
    SETUP_FAIL("error"),
    /** The suite itself went wrong; never counts against the subject. */
    SUITE_ERROR("error");

    private final String group;

    Verdict(String group) {
        this.group = group;
    }

    /**
     * Returns the column of a summary that it counts in.
     *
     * @return {@code pass}, {@code fail}, {@code not-applicable} or {@code error}
     */
    public String group() {
        return group;
    }

    /**
     * Tells whether the subject did well.
     *
     * @return true for strict and conceptual passes
     */
    public boolean isPass() {
        return this == STRICT_PASS || this == CONCEPTUAL_PASS;
    }

    /**
     * Tells whether the subject did wrong.
     *
     * @return true for partial and whole fails
     */
    public boolean isFail() {
        return this == PARTIAL_FAIL || this == FAIL;
    }
}
