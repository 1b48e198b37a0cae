package dev.tdisp.guest.attestation;

import dev.tdisp.guest.attestation.CheckResult.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the results of checks. */
final class Findings {
    private final Map<Check, CheckResult> results = new EnumMap<>(Check.class);

    /** Notes the result of a check: passed if there is no problem. */
    boolean note(Check check, String expected, String actual, Optional<String> problem) {
        Outcome outcome = problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED;
        results.put(check, new CheckResult(check, outcome, expected, actual, problem.orElse(check.sentence())));
        return problem.isEmpty();
    }

    /** Notes the result of a check that has one way to fail. */
    boolean require(Check check, String expected, String actual, boolean condition, String problem) {
        return note(check, expected, actual, condition ? Optional.empty() : Optional.of(problem));
    }

    /** Notes that evidence cannot be read. */
    void malformed(Check check, String what, RuntimeException reason) {
        require(check, "well-formed " + what, "malformed " + what, false, "malformed: " + reason.getMessage());
    }

    /** Notes that a check was left out, because the policy does not demand it. */
    void leaveOut(Check check, String actual, String reason) {
        results.put(check, new CheckResult(check, Outcome.NOT_DEMANDED, "nothing", actual, reason));
    }

    /** Returns every check that somebody asks; those without a result were not judged. */
    List<CheckResult> all(Appraiser appraiser, Set<Check> demanded) {
        for (Check check : Check.of(appraiser)) {
            if (check != Check.DEMANDS_MET) {
                results.computeIfAbsent(check, Findings::notJudged);
            }
        }
        judgeDemands(appraiser, demanded);
        return List.copyOf(results.values());
    }

    CheckResult result(Check check) {
        return results.getOrDefault(check, notJudged(check));
    }

    private static CheckResult notJudged(Check check) {
        return new CheckResult(check, Outcome.NOT_JUDGED, check.sentence(), "nothing", "the evidence failed");
    }

    private void judgeDemands(Appraiser appraiser, Set<Check> demanded) {
        Set<Check> asked =
                demanded.stream().filter(Check.of(appraiser)::contains).collect(Collectors.toSet());
        List<Check> open = asked.stream()
                .sorted()
                .filter(check ->
                        results.containsKey(check) && results.get(check).outcome() == Outcome.NOT_DEMANDED)
                .toList();
        String expected = asked.isEmpty()
                ? "no check in particular"
                : asked.stream().sorted().toList().toString();
        String actual = open.isEmpty() ? "all of them judged" : "nobody could judge " + open;
        require(Check.DEMANDS_MET, expected, actual, open.isEmpty(), "the policy insists on " + open);
    }
}
