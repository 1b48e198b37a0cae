package dev.tdisp.lab.assertion;

import dev.tdisp.lab.Invariant;
import dev.tdisp.lab.Invariants;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** Assertions on a whole lab. */
public final class LabAssert extends TdispAssert<LabAssert, Lab> {
    LabAssert(Lab actual) {
        super(actual, LabAssert.class, Surroundings.of(actual));
    }

    /**
     * Turns to an interface.
     *
     * @param vf which virtual function, from 1
     * @return assertions on its interface
     */
    public TdiAssert tdi(int vf) {
        return new TdiAssert(actual.tdi(vf));
    }

    /**
     * Turns to what happened.
     *
     * @return assertions on the trace
     */
    public TraceAssert trace() {
        return new TraceAssert(actual.events(), around());
    }

    /**
     * Demands that the invariants hold, and held since the lab was built if it is watched.
     *
     * @return this
     */
    public LabAssert keptItsInvariants() {
        return requireNone("An invariant did not hold", Invariants.check(actual));
    }

    /**
     * Demands that nobody saw a secret or a key who must not.
     *
     * @return this
     * @throws IllegalStateException if the lab is not watched, so that nobody looked
     */
    public LabAssert leakedNoSecret() {
        if (!actual.isWatched()) {
            throw new IllegalStateException("the lab is not watched: nobody looked");
        }
        List<Violation> leaks = Invariants.check(actual).stream()
                .filter(violation -> violation.invariant() == Invariant.SECRETS_ARE_HIDDEN
                        || violation.invariant() == Invariant.KEYS_ARE_HIDDEN)
                .toList();
        return requireNone("A secret leaked", leaks);
    }

    private LabAssert requireNone(String what, List<Violation> violations) {
        String sentences = violations.stream()
                .map(violation -> violation.invariant().sentence())
                .distinct()
                .collect(Collectors.joining("\n"));
        String found = violations.stream().map(Violation::detail).collect(Collectors.joining("\n"));
        return require(violations.isEmpty(), what, sentences, found, "");
    }
}
