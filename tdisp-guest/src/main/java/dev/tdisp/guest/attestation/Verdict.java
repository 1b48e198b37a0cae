package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.tsm.BindEpoch;
import java.util.ArrayList;
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
     * @return true if every check passed that the policy demands
     */
    public boolean isAcceptable() {
        return results.stream().map(CheckResult::outcome).allMatch(CheckResult.Outcome::isAcceptable);
    }

    /**
     * Returns the checks that the policy does not demand.
     *
     * @return what nobody looked at, though the interface may be acceptable
     */
    public List<Check> undemanded() {
        return checks(CheckResult.Outcome.NOT_DEMANDED);
    }

    /**
     * Returns the checks that failed.
     *
     * @return the failures, without what was not judged for their sake
     */
    public List<Check> failures() {
        return checks(CheckResult.Outcome.FAILED);
    }

    /**
     * Adds the last of the twelve criteria: what the security manager said after START.
     *
     * @param state the state of the interface
     * @return the verdict with {@link Check#RUNS} at its end
     */
    public Verdict afterStart(TdiState state) {
        var after = new Findings();
        after.require(
                Check.RUNS, TdiState.RUN.name(), state.name(), state == TdiState.RUN, "the interface is in " + state);
        List<CheckResult> all = new ArrayList<>(results);
        all.removeIf(result -> result.check() == Check.RUNS);
        all.add(after.result(Check.RUNS));
        return new Verdict(function, epoch, all, plan);
    }

    /**
     * Explains the decision.
     *
     * @return a tree: the decision, the criteria, the checks, what they looked at
     */
    public Explanation explanation() {
        String what = "%s at %s".formatted(function, epoch);
        return Explanation.of(what, isAcceptable() ? "accepted" : "rejected", results);
    }

    private List<Check> checks(CheckResult.Outcome outcome) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
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
