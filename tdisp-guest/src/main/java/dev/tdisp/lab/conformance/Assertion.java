package dev.tdisp.lab.conformance;

/**
 * One thing that was looked at, and what was found.
 *
 * @param clause the clause that it is of
 * @param outcome how it stands
 * @param field the field of the message, or what was looked at
 * @param offset where the field begins in the answer; -1 if it is no field of one
 * @param expected what is right
 * @param observed what there was
 * @param combination which of the case's combinations of parameters; empty if there is only one
 * @param exchange the number of the exchange that shows it; 0 if none does
 * @param note what else is to be said: why a deviation is legal, which states there were; empty for nothing
 */
public record Assertion(
        Clause clause,
        Outcome outcome,
        String field,
        int offset,
        String expected,
        String observed,
        String combination,
        int exchange,
        String note) {
    /** How an assertion stands. */
    public enum Outcome {
        /** As it must be. */
        PASS,
        /** Otherwise, but legal or disputed. */
        CONCEPTUAL,
        /** Wrong. */
        FAIL
    }
}
