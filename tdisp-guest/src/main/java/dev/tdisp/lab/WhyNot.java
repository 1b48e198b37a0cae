package dev.tdisp.lab;

/**
 * Why a step would fail.
 *
 * @param reason what stands in its way
 * @param clause where the specification or the policy says so, perhaps empty
 * @param message what the step would throw
 */
public record WhyNot(String reason, String clause, String message) {
    @Override
    public String toString() {
        return clause.isEmpty() ? reason : "%s (%s)".formatted(reason, clause);
    }
}
