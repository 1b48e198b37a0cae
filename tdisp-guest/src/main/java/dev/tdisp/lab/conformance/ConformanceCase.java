package dev.tdisp.lab.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * A question to a subject, and how its answer is judged.
 *
 * <pre>{@code
 * ConformanceCase.of("TDISP-VER-01", "A device tells its version", clauses, (scene, check) -> …)
 *         .needing(Trait.TEE_IO)
 * }</pre>
 *
 * @param id its stable name
 * @param title what it is about, in one line
 * @param clauses the clauses that it judges, each of them at least once
 * @param needs without which the case is not applicable
 * @param body asks and judges
 */
public record ConformanceCase(String id, String title, List<Clause> clauses, List<Capability> needs, Body body) {
    /**
     * Copies the lists.
     *
     * @param id its stable name
     * @param title what it is about
     * @param clauses the clauses that it judges
     * @param needs without which the case is not applicable
     * @param body asks and judges
     * @throws IllegalArgumentException if there is no clause
     */
    public ConformanceCase {
        clauses = List.copyOf(clauses);
        needs = List.copyOf(needs);
        if (clauses.isEmpty()) {
            throw new IllegalArgumentException("clauses: %s has none".formatted(id));
        }
    }

    /** Asks and judges. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs the case.
         *
         * @param scene brings the subject to a state, and asks it
         * @param check judges what comes back
         */
        void run(Scene scene, Check check);
    }

    /**
     * Makes a case that needs nothing.
     *
     * @param id its stable name
     * @param title what it is about
     * @param clauses where its clauses are
     * @param body asks and judges
     * @return the case
     */
    public static ConformanceCase of(String id, String title, Clauses clauses, Body body) {
        return new ConformanceCase(id, title, clauses.ofCase(id), List.of(), body);
    }

    /**
     * Adds what the case needs.
     *
     * @param capability without which it is not applicable
     * @return the same case, needing it too
     */
    public ConformanceCase needing(Capability capability) {
        List<Capability> more = new ArrayList<>(needs);
        more.add(capability);
        return new ConformanceCase(id, title, clauses, more, body);
    }

    /**
     * Returns the name.
     *
     * @return the id
     */
    @Override
    public String toString() {
        return id;
    }
}
