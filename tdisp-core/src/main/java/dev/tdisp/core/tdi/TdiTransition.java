package dev.tdisp.core.tdi;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the state table.
 *
 * @param <T> what makes the interface move: a {@link dev.tdisp.core.message.RequestCode} or a {@link TdiEvent}
 * @param trigger the request or event
 * @param from the state before
 * @param guard whether what the request carries matters
 * @param switches the switches that must all be on for the row to hold; none for our reading
 * @param to the state after
 * @param isRefused whether the request is answered with an error; a refused request changes no state
 * @param refusal the error, if the row alone decides it; otherwise the check that failed does
 * @param effects what happens beside
 * @param clause where the specification says so
 */
public record TdiTransition<T>(
        T trigger,
        TdiState from,
        TdiGuard guard,
        Set<TdispSwitch> switches,
        TdiState to,
        boolean isRefused,
        Optional<TdispErrorCode> refusal,
        Set<TdiEffect> effects,
        String clause) {
    /**
     * Makes the sets immutable, in the order of their constants.
     *
     * @param trigger the request or event
     * @param from the state before
     * @param guard whether what the request carries matters
     * @param switches the switches that must all be on
     * @param to the state after
     * @param isRefused whether the request is answered with an error
     * @param refusal the error, if the row alone decides it
     * @param effects what happens beside
     * @param clause where the specification says so
     */
    public TdiTransition {
        switches = ordered(switches, TdispSwitch.class);
        effects = ordered(effects, TdiEffect.class);
        if (isRefused && from != to) {
            throw new IllegalArgumentException("a refused request changes no state: " + trigger + " in " + from);
        }
    }

    /**
     * Tells whether the row changes the state.
     *
     * @return true if it ends in another state
     */
    public boolean isMove() {
        return from != to;
    }

    /**
     * Tells whether something happens beside the change of state.
     *
     * @param effect the effect
     * @return true if the row has it
     */
    public boolean has(TdiEffect effect) {
        return effects.contains(effect);
    }

    boolean holds(TdiState state, boolean met, Set<TdispSwitch> on) {
        return from == state && guard.holds(met) && on.containsAll(switches);
    }

    private static <E extends Enum<E>> Set<E> ordered(Set<E> some, Class<E> type) {
        Set<E> copy = EnumSet.noneOf(type);
        copy.addAll(some);
        return Collections.unmodifiableSet(copy);
    }
}
