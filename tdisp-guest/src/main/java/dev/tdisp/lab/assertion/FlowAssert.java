package dev.tdisp.lab.assertion;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.lab.Milestone;
import java.util.List;
import java.util.Optional;

/** Assertions on a procedure. */
public final class FlowAssert extends TdispAssert<FlowAssert, Flow<Milestone>> {
    private static final String END = "the end of the flow";

    FlowAssert(Flow<Milestone> actual, Surroundings around) {
        super(actual, FlowAssert.class, around);
    }

    /**
     * Demands that no step is left.
     *
     * @return this
     */
    public FlowAssert isDone() {
        return require(!actual.hasNext(), "Flow %s is not done".formatted(actual.name()), END, next(), "");
    }

    /**
     * Demands that a milestone is behind.
     *
     * @param milestone what must have been reached
     * @return this
     */
    public FlowAssert hasReached(Milestone milestone) {
        List<Milestone> reached = reached();
        return require(
                reached.contains(milestone),
                "Flow %s has not reached %s".formatted(actual.name(), milestone),
                milestone,
                reached.isEmpty() ? "no milestone" : reached.get(reached.size() - 1),
                "");
    }

    /**
     * Demands that a milestone is not behind.
     *
     * @param milestone what must not have been reached
     * @return this
     */
    public FlowAssert hasNotReached(Milestone milestone) {
        return require(
                !reached().contains(milestone),
                "Flow %s has reached %s".formatted(actual.name(), milestone),
                "before " + milestone,
                next(),
                "");
    }

    private List<Milestone> reached() {
        return actual.steps().subList(0, actual.position()).stream()
                .map(Step::milestone)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Demands who acts next.
     *
     * @param actor the party: TVM, TSM, VMM or DSM
     * @return this
     */
    public FlowAssert isUpTo(String actor) {
        boolean holds = actual.peek().map(Step::actor).equals(Optional.of(actor));
        return require(holds, "Another party is next in flow " + actual.name(), actor, next(), "");
    }

    private String next() {
        return actual.peek().map(step -> "before " + step).orElse(END);
    }
}
