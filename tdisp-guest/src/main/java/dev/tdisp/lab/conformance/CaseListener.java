package dev.tdisp.lab.conformance;

/** Is told how a suite gets on. */
@FunctionalInterface
public interface CaseListener {
    /** Does not listen. */
    CaseListener NONE = (done, total, result) -> {};

    /**
     * A case is done.
     *
     * @param done how many are
     * @param total how many there are
     * @param result what became of it
     */
    void done(int done, int total, CaseResult result);
}
