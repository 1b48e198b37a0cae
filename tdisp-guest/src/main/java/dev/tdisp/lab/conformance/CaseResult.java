package dev.tdisp.lab.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of one case.
 *
 * @param subject the name of who was asked
 * @param conformanceCase the case
 * @param verdict the verdict
 * @param cause why it is not a pass, in one line; empty for a pass
 * @param assertions all that was looked at
 * @param record what went over the link
 * @param contamination what the case left behind, if it did not leave the subject unlocked
 * @param seed by which the case can be repeated
 * @param duration how long it took
 */
public record CaseResult(
        String subject,
        ConformanceCase conformanceCase,
        Verdict verdict,
        String cause,
        List<Assertion> assertions,
        SceneRecord record,
        Optional<String> contamination,
        long seed,
        Duration duration) {
    /**
     * Copies the lists.
     *
     * @param subject the name of who was asked
     * @param conformanceCase the case
     * @param verdict the verdict
     * @param cause why it is not a pass
     * @param assertions all that was looked at
     * @param record what went over the link
     * @param contamination what the case left behind
     * @param seed by which the case can be repeated
     * @param duration how long it took
     */
    public CaseResult {
        assertions = List.copyOf(assertions);
    }

    /**
     * Returns the name of the case.
     *
     * @return its id
     */
    public String id() {
        return conformanceCase.id();
    }

    /**
     * Returns what was found wrong.
     *
     * @return the assertions that fail
     */
    public List<Assertion> failures() {
        return assertions.stream()
                .filter(assertion -> assertion.outcome() == Assertion.Outcome.FAIL)
                .toList();
    }

    /**
     * Judges one clause of the case.
     *
     * @param clause the clause
     * @return the verdict of its assertions alone; that of the case if nothing was looked at, or if the case could not be
     *     brought to its end and none of them fails
     */
    public Verdict verdict(Clause clause) {
        List<Assertion> mine = assertions.stream()
                .filter(assertion -> assertion.clause().equals(clause))
                .toList();
        Verdict judged = mine.isEmpty() ? verdict : judge(mine);
        boolean isCutShort = !verdict.isPass() && !verdict.group().equals("fail");
        return judged.isPass() && isCutShort ? verdict : judged;
    }

    static Verdict judge(List<Assertion> assertions) {
        Set<Assertion.Outcome> outcomes =
                assertions.stream().map(Assertion::outcome).collect(Collectors.toSet());
        if (!outcomes.contains(Assertion.Outcome.FAIL)) {
            return outcomes.contains(Assertion.Outcome.CONCEPTUAL) ? Verdict.CONCEPTUAL_PASS : Verdict.STRICT_PASS;
        }
        Set<String> wrong = assertions.stream()
                .filter(assertion -> assertion.outcome() == Assertion.Outcome.FAIL)
                .map(Assertion::combination)
                .collect(Collectors.toSet());
        boolean isSomeRight = assertions.stream().map(Assertion::combination).anyMatch(name -> !wrong.contains(name));
        return isSomeRight ? Verdict.PARTIAL_FAIL : Verdict.FAIL;
    }
}
