package dev.tdisp.guest.attestation;

import dev.tdisp.guest.attestation.CheckResult.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the results of checks. */
final class Findings {
    private final Map<Check, CheckResult> results = new EnumMap<>(Check.class);

    /** Notes the result of a check: passed if there is no problem. */
    boolean note(Check check, String evidence, Optional<String> problem) {
        Outcome outcome = problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED;
        results.put(check, new CheckResult(check, outcome, evidence, problem.orElse(check.sentence())));
        return problem.isEmpty();
    }

    /** Notes the result of a check that has one way to fail. */
    boolean require(Check check, String evidence, boolean condition, String problem) {
        return note(check, evidence, condition ? Optional.empty() : Optional.of(problem));
    }

    /** Notes that a check was left out, because the policy does not demand it. */
    void leaveOut(Check check, String evidence, String reason) {
        results.put(check, new CheckResult(check, Outcome.NOT_DEMANDED, evidence, reason));
    }

    /** Returns every check; those without a result were not judged. */
    List<CheckResult> all() {
        for (Check check : Check.values()) {
            results.computeIfAbsent(
                    check, missing -> new CheckResult(missing, Outcome.NOT_JUDGED, "none", "the evidence failed"));
        }
        return List.copyOf(results.values());
    }
}
