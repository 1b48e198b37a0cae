package dev.tdisp.lab.attack;

import java.util.List;
import java.util.Optional;

/**
 * How an attack must end against the default parties.
 *
 * @param by who must notice; nobody if the attack is harmless
 * @param what must be part of what is noticed
 */
public record Expectation(Optional<Party> by, String what) {
    static final Expectation HARMLESS = new Expectation(Optional.empty(), "");

    static Expectation seen(Party party, String what) {
        return new Expectation(Optional.of(party), what);
    }

    /**
     * Returns the verdict that is expected.
     *
     * @return {@link Verdict#DETECTED} or {@link Verdict#HARMLESS}
     */
    public Verdict verdict() {
        return by.isPresent() ? Verdict.DETECTED : Verdict.HARMLESS;
    }

    boolean isMetBy(List<Observation> observations) {
        return by.map(party -> observations.stream()
                        .anyMatch(seen -> seen.party() == party && seen.what().contains(what)))
                .orElse(observations.isEmpty());
    }

    @Override
    public String toString() {
        return by.map(party -> "%s: %s".formatted(party, what)).orElse("harmless");
    }
}
