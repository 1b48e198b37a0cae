package dev.tdisp.core.tdi;

/** Whether a row of the table asks for what the request carries. */
public enum TdiGuard {
    /** The row holds for every such request. */
    ALWAYS,
    /** The row holds if the {@linkplain TdiTransitions#condition condition} of the request is met. */
    MET,
    /** The row holds if that condition is not met. */
    UNMET;

    boolean holds(boolean met) {
        return switch (this) {
            case ALWAYS -> true;
            case MET -> met;
            case UNMET -> !met;
        };
    }
}
