package dev.tdisp.guest.attestation;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.tsm.BindEpoch;
import java.util.List;

/**
 * What a guest thinks of an interface.
 *
 * @param function the interface
 * @param epoch which lock, measurement and report it thinks so of
 * @param results every check, in the order of {@link Check}
 * @param plan where each range goes; empty if the ranges could not be placed
 */
public record Verdict(FunctionId function, BindEpoch epoch, List<CheckResult> results, List<PlannedRange> plan) {
    /**
     * Copies the lists.
     *
     * @param function the interface
     * @param epoch which lock, measurement and report
     * @param results every check
     * @param plan where each range goes
     */
    public Verdict {
        results = List.copyOf(results);
        plan = List.copyOf(plan);
    }

    /**
     * Tells whether the interface may be used.
     *
     * @return true if every check passed
     */
    public boolean isAcceptable() {
        return results.stream().allMatch(result -> result.outcome() == CheckResult.Outcome.PASSED);
    }

    /**
     * Returns the checks that failed.
     *
     * @return the failures, without what was not judged for their sake
     */
    public List<Check> failures() {
        return results.stream()
                .filter(result -> result.outcome() == CheckResult.Outcome.FAILED)
                .map(CheckResult::check)
                .toList();
    }

    /**
     * Returns the result of a check.
     *
     * @param check which
     * @return its result
     */
    public CheckResult of(Check check) {
        return results.stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(check + " was not asked"));
    }
}
