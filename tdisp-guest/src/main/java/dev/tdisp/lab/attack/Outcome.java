package dev.tdisp.lab.attack;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Violation;
import java.util.List;

/**
 * What became of an attack.
 *
 * @param attack the attack
 * @param isWeakened whether it was tried against its weakened party
 * @param isGoalReached whether the attacker has what it wants
 * @param observations who noticed what, in order
 * @param violations what must hold and did not
 * @param events what happened from the attack's first step on
 */
public record Outcome(
        Attack attack,
        boolean isWeakened,
        boolean isGoalReached,
        List<Observation> observations,
        List<Violation> violations,
        List<TraceEvent> events) {
    /**
     * Copies the lists.
     *
     * @param attack the attack
     * @param isWeakened whether it was tried against its weakened party
     * @param isGoalReached whether the attacker has what it wants
     * @param observations who noticed what
     * @param violations what did not hold
     * @param events what happened
     */
    public Outcome {
        observations = List.copyOf(observations);
        violations = List.copyOf(violations);
        events = List.copyOf(events);
    }

    /**
     * Judges by what was observed.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        if (isGoalReached || !violations.isEmpty()) {
            return Verdict.SUCCEEDED;
        }
        return observations.isEmpty() ? Verdict.HARMLESS : Verdict.DETECTED;
    }

    /**
     * Tells whether the attack ended as the catalogue says: the goal is reached against the weakened party, and against the
     * others the right one noticed.
     *
     * @return true if it did
     */
    public boolean isAsExpected() {
        if (isWeakened) {
            return isGoalReached;
        }
        return verdict() == attack.expectation().verdict()
                && attack.expectation().isMetBy(observations);
    }

    @Override
    public String toString() {
        String reached = isGoalReached ? "; goal reached: " + attack.goal() : "";
        return "%s %s %s%s%s"
                .formatted(attack, verdict(), observations, reached, violations.isEmpty() ? "" : violations);
    }
}
