package dev.tdisp.core.tdi;

import dev.tdisp.core.message.TdiState;

/** Told of every change of an interface's state, once it is made. */
@FunctionalInterface
public interface TdiStateListener {
    /**
     * Tells of a change.
     *
     * @param machine whose state changed
     * @param from the state before
     * @param to the state now
     * @param cause the request or event that did it
     */
    void stateChanged(TdiStateMachine machine, TdiState from, TdiState to, String cause);
}
