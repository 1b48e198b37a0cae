package dev.tdisp.lab.conformance;

/** How binding a clause is. */
public enum Level {
    /** Who does otherwise does not conform. */
    MUST,
    /** Who does otherwise needs a good reason. */
    SHOULD,
    /** Who does otherwise conforms as well; the clause says what a peer may meet. */
    MAY
}
