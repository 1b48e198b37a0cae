package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.TdiState;
import java.util.function.Function;

/**
 * Assertions on what has the state of an interface.
 *
 * @param <S> the assertion's own type
 * @param <A> what has the state
 */
abstract class StateAssert<S extends StateAssert<S, A>, A> extends TdispAssert<S, A> {
    private static final String CLAUSE = tdisp("11.2");

    private final String name;
    private final Function<A, TdiState> state;

    StateAssert(A actual, Class<?> selfType, Surroundings around, String name, Function<A, TdiState> state) {
        super(actual, selfType, around);
        this.name = name;
        this.state = state;
    }

    /**
     * Demands a state.
     *
     * @param expected the state
     * @return this
     */
    public S isInState(TdiState expected) {
        TdiState found = state.apply(actual);
        return require(found == expected, name + " is in another state", expected, found, CLAUSE);
    }

    /**
     * Demands another state.
     *
     * @param unwanted any state but this
     * @return this
     */
    public S isNotInState(TdiState unwanted) {
        TdiState found = state.apply(actual);
        return require(
                found != unwanted,
                "%s is in %s".formatted(name, unwanted),
                "another state than " + unwanted,
                found,
                CLAUSE);
    }

    /**
     * Demands CONFIG_UNLOCKED.
     *
     * @return this
     */
    public S isUnlocked() {
        return isInState(TdiState.CONFIG_UNLOCKED);
    }

    /**
     * Demands RUN.
     *
     * @return this
     */
    public S runs() {
        return isInState(TdiState.RUN);
    }

    /**
     * Demands a state in which the configuration is locked: CONFIG_LOCKED or RUN.
     *
     * @return this
     */
    public S isLocked() {
        TdiState found = state.apply(actual);
        return require(found.isLocked(), name + " is not locked", "CONFIG_LOCKED or RUN", found, CLAUSE);
    }
}
