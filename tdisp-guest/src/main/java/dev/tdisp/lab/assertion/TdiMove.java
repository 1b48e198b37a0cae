package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.core.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An interface goes from one state to another (section 11.2).
 *
 * @param from the state before
 * @param to the state after
 */
public record TdiMove(TdiState from, TdiState to) {
    /** The configuration is locked. */
    public static final TdiMove UNLOCKED_TO_LOCKED = new TdiMove(TdiState.CONFIG_UNLOCKED, TdiState.CONFIG_LOCKED);

    /** The interface starts to work for its guest. */
    public static final TdiMove LOCKED_TO_RUN = new TdiMove(TdiState.CONFIG_LOCKED, TdiState.RUN);

    /** A lock is given up before it was used. */
    public static final TdiMove LOCKED_TO_UNLOCKED = new TdiMove(TdiState.CONFIG_LOCKED, TdiState.CONFIG_UNLOCKED);

    /** A lock ends by an error. */
    public static final TdiMove LOCKED_TO_ERROR = new TdiMove(TdiState.CONFIG_LOCKED, TdiState.ERROR);

    /** The interface is given back. */
    public static final TdiMove RUN_TO_UNLOCKED = new TdiMove(TdiState.RUN, TdiState.CONFIG_UNLOCKED);

    /** Work ends by an error. */
    public static final TdiMove RUN_TO_ERROR = new TdiMove(TdiState.RUN, TdiState.ERROR);

    /** An error is cleared. */
    public static final TdiMove ERROR_TO_UNLOCKED = new TdiMove(TdiState.ERROR, TdiState.CONFIG_UNLOCKED);

    static List<TdiMove> in(List<TraceEvent> events, Predicate<String> source) {
        List<TdiMove> moves = new ArrayList<>();
        for (TraceEvent event : events) {
            if (event instanceof TraceEvent.StateChange change
                    && change.machine().equals("TDI")
                    && source.test(change.source())) {
                moves.add(new TdiMove(TdiState.valueOf(change.from()), TdiState.valueOf(change.to())));
            }
        }
        return List.copyOf(moves);
    }

    /** Where the specification speaks of the request that makes such a move, or else of all moves. */
    String clause() {
        return TdiTransitions.requests().stream()
                .filter(row ->
                        row.from() == from && row.to() == to && row.switches().isEmpty())
                .map(TdiTransition::clause)
                .findFirst()
                .map(TdispAssert::tdisp)
                .orElse("TDISP 11.2");
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
