package dev.tdisp.lab;

/**
 * An invariant that did not hold.
 *
 * @param invariant which one
 * @param detail where, and what is the case; no secret is in it
 */
public record Violation(Invariant invariant, String detail) {
    @Override
    public String toString() {
        return "%s: %s".formatted(invariant, detail);
    }
}
