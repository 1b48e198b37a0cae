package dev.tdisp.lab.attack;

/** How an attack ended. */
public enum Verdict {
    /** Somebody noticed, and the goal was not reached. */
    DETECTED,
    /** Nobody noticed, but the goal was not reached and everything that must hold holds. */
    HARMLESS,
    /** The goal was reached, or something that must hold did not. */
    SUCCEEDED
}
