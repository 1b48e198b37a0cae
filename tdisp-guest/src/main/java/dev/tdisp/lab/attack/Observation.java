package dev.tdisp.lab.attack;

/**
 * Something that a party noticed.
 *
 * @param party who
 * @param what by which rule, as the party said it
 */
public record Observation(Party party, String what) {
    @Override
    public String toString() {
        return "%s: %s".formatted(party, what);
    }
}
