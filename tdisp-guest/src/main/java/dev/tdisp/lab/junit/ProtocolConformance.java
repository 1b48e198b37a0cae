package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Level;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Suite;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Asks somebody all cases of a protocol: a container for each case, a test for each clause of it.
 *
 * <p>A clause that is not kept fails if it is a MUST, and is aborted with the deviation if it is a SHOULD or MAY. A clause
 * that does not apply to the subject is aborted with the reason.
 */
public abstract class ProtocolConformance {
    private final Supplier<List<ConformanceCase>> suite;

    ProtocolConformance(Supplier<List<ConformanceCase>> suite) {
        this.suite = suite;
    }

    /** Returns who is asked in one case. */
    abstract Subject asked();

    /**
     * Leaves cases out.
     *
     * @return of which the name of a case must begin with one; all are asked if there are none
     */
    protected List<String> only() {
        return List.of();
    }

    /**
     * Returns what the suite's end draws from.
     *
     * @return 1, or what the system property {@code tdisp.seed} says
     */
    protected long seed() {
        return Long.getLong("tdisp.seed", 1);
    }

    /**
     * Decides whether a clause that is not kept fails its test.
     *
     * @param clause the clause
     * @return true for a MUST
     */
    protected boolean isBinding(Clause clause) {
        return clause.level() == Level.MUST;
    }

    /**
     * Makes the tests.
     *
     * @return a container for each case, which asks when it is run
     */
    @TestFactory
    public final Stream<DynamicContainer> cases() {
        return new Suite(suite.get()).only(only()).cases().stream().map(this::container);
    }

    private DynamicContainer container(ConformanceCase asked) {
        return DynamicContainer.dynamicContainer(
                "%s: %s".formatted(asked.id(), asked.title()),
                Stream.of(asked).flatMap(each -> ClauseTests.of(Suite.run(each, asked(), seed()), this::isBinding)));
    }
}
