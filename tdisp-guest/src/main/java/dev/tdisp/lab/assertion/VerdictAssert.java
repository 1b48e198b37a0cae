package dev.tdisp.lab.assertion;

import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.attestation.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Assertions on what a guest thinks of an interface. */
public final class VerdictAssert extends TdispAssert<VerdictAssert, Verdict> {
    VerdictAssert(Verdict actual, Surroundings around) {
        super(actual, VerdictAssert.class, around);
    }

    /**
     * Demands that the interface may be used.
     *
     * @return this
     */
    public VerdictAssert isAccepted() {
        return require(actual.isAcceptable(), actual.function() + " is rejected", "accepted", reasons(), clause());
    }

    /**
     * Demands that the interface is rejected.
     *
     * @return this
     */
    public VerdictAssert isRejected() {
        return require(!actual.isAcceptable(), actual.function() + " is accepted", "rejected", "accepted", "");
    }

    /**
     * Demands that the interface is rejected, for these reasons among others.
     *
     * @param checks checks that failed
     * @return this
     */
    public VerdictAssert isRejectedBecause(Check... checks) {
        isRejected();
        List<Check> failures = actual.failures();
        for (Check check : checks) {
            require(
                    failures.contains(check),
                    "%s is rejected, but not because of %s".formatted(actual.function(), check),
                    "not so: " + check.sentence(),
                    reasons(),
                    "criterion %d, %s"
                            .formatted(
                                    check.criterion().number(),
                                    check.criterion().title()));
        }
        return this;
    }

    /**
     * Demands that nobody looked at some checks.
     *
     * @param checks checks that the policy does not demand
     * @return this
     */
    public VerdictAssert leavesOpen(Check... checks) {
        List<Check> open = actual.undemanded();
        return require(open.containsAll(List.of(checks)), "The verdict judges more", List.of(checks), open, "");
    }

    private String reasons() {
        return actual.results().stream()
                .filter(result -> !result.outcome().isAcceptable())
                .map(CheckResult::toString)
                .collect(Collectors.joining("\n"));
    }

    private String clause() {
        return actual.failures().stream()
                .map(check -> "%d, %s"
                        .formatted(check.criterion().number(), check.criterion().title()))
                .distinct()
                .collect(Collectors.joining("; criterion ", "criterion ", ""));
    }
}
