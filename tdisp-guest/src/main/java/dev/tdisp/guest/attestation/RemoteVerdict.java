package dev.tdisp.guest.attestation;

import java.util.List;

/**
 * What a relying party thinks of a device that it knows from a token.
 *
 * @param device how the guest calls the device
 * @param results every check of {@link Appraiser#RELYING_PARTY}, in order
 */
public record RemoteVerdict(String device, List<CheckResult> results) {
    /**
     * Copies the list.
     *
     * @param device how the guest calls the device
     * @param results every check
     */
    public RemoteVerdict {
        results = List.copyOf(results);
    }

    /**
     * Tells whether the device may be trusted.
     *
     * @return true if every check passed that the policy demands
     */
    public boolean isAcceptable() {
        return results.stream().map(CheckResult::outcome).allMatch(CheckResult.Outcome::isAcceptable);
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
     * Explains the decision.
     *
     * @return a tree: the decision, the criteria, the checks, what they looked at
     */
    public Explanation explanation() {
        return Explanation.of(device, isAcceptable() ? "accepted" : "rejected", results);
    }
}
