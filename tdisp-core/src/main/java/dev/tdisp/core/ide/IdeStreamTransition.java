package dev.tdisp.core.ide;

/**
 * One cell of the table of {@link IdeStreamTransitions}.
 *
 * @param from the state before
 * @param event what happens
 * @param to the state after
 * @param effect what becomes of keys and counters
 * @param clause where the rule comes from
 */
public record IdeStreamTransition(
        IdeStreamState from, IdeStreamEvent event, IdeStreamState to, Effect effect, String clause) {
    /** What a transition does beside changing the state. */
    public enum Effect {
        /** Nothing. */
        NONE,
        /** All keys of the stream are erased. */
        ERASE_KEYS,
        /** The ordering counters start at 0. */
        START_COUNTERS,
        /** Nothing: this event cannot happen in this state. */
        IMPOSSIBLE
    }
}
