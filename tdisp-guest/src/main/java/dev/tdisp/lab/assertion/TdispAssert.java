package dev.tdisp.lab.assertion;

import dev.tdisp.lab.Lab;
import org.assertj.core.api.AbstractAssert;

/**
 * What all assertions have in common: the frame of their failures.
 *
 * @param <S> the assertion's own type
 * @param <A> what is asserted on
 */
abstract class TdispAssert<S extends TdispAssert<S, A>, A> extends AbstractAssert<S, A> {
    private Surroundings around;

    TdispAssert(A actual, Class<?> selfType, Surroundings around) {
        super(actual, selfType);
        this.around = around;
    }

    /**
     * Says in which lab this is, so that a failure shows the last step, the end of the trace, and the seed.
     *
     * @param lab the lab
     * @return this
     */
    public S in(Lab lab) {
        around = Surroundings.of(lab);
        return myself;
    }

    Surroundings around() {
        return around;
    }

    /** Fails unless something holds. */
    S require(boolean holds, String what, Object expected, Object found, String clause) {
        isNotNull();
        if (!holds) {
            throw failure(what, expected, found, clause);
        }
        return myself;
    }

    AssertionError failure(String what, Object expected, Object found, String clause) {
        var frame = new Frame(what, String.valueOf(expected), String.valueOf(found), clause);
        return failureWithActualExpected(found, expected, "%s", frame.text(around));
    }

    static String tdisp(String clause) {
        return "TDISP " + clause;
    }
}
