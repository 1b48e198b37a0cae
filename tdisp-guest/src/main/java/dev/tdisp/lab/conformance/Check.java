package dev.tdisp.lab.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes down what a case looks at.
 *
 * <p>A case goes on after something wrong, so that its result shows all of it. What was sent and received when is known from
 * the scene.
 *
 * <pre>{@code
 * check.on(1).equal("size", 18, answer.size());
 * check.combination("stream 5", () -> check.on(2).that("silence", answer.isDropped(), "silence", answer.text()));
 * }</pre>
 */
public final class Check {
    private final Scene scene;
    private final ConformanceCase conformanceCase;
    private final List<Assertion> assertions = new ArrayList<>();
    private String combination = "";

    Check(Scene scene, ConformanceCase conformanceCase) {
        this.scene = scene;
        this.conformanceCase = conformanceCase;
    }

    /** Ends a case that turns out not to apply. */
    static final class NotApplicable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotApplicable(String message) {
            super(message);
        }
    }

    /**
     * Turns to a clause by its number in the case.
     *
     * @param number the number behind the case's name, or 1 for a case that is a clause itself
     * @return where to look
     */
    public Point on(int number) {
        List<Clause> clauses = conformanceCase.clauses();
        String id = conformanceCase.id() + "." + number;
        Clause found = clauses.stream()
                .filter(clause -> clause.id().equals(id))
                .findFirst()
                .orElseGet(() -> only(id));
        return new Point(this, found, -1, "");
    }

    private Clause only(String id) {
        List<Clause> clauses = conformanceCase.clauses();
        if (clauses.size() != 1) {
            throw new IllegalArgumentException("number: there is no clause " + id);
        }
        return clauses.get(0);
    }

    /**
     * Tries one of several combinations of parameters, which are judged apart.
     *
     * @param name its name
     * @param body asks and judges
     */
    public void combination(String name, Runnable body) {
        String before = combination;
        combination = before.isEmpty() ? name : before + ", " + name;
        scene.purpose(combination);
        try {
            body.run();
        } finally {
            combination = before;
        }
    }

    /**
     * Ends the case, because the subject lacks what it is about.
     *
     * @param field which field shows it
     * @param value its value
     */
    public void notApplicable(String field, Object value) {
        throw new NotApplicable("%s is %s".formatted(field, value));
    }

    /**
     * Returns what was looked at so far.
     *
     * @return in order
     */
    public List<Assertion> assertions() {
        return List.copyOf(assertions);
    }

    private void add(Point point, Assertion.Outcome outcome, String field, Object expected, Object observed) {
        assertions.add(new Assertion(
                point.clause,
                outcome,
                field,
                point.offset,
                String.valueOf(expected),
                String.valueOf(observed),
                combination,
                scene.exchangeCount(),
                point.note));
    }

    /** A clause, and the place in the answer that it is about. */
    public static final class Point {
        private final Check check;
        private final Clause clause;
        private final int offset;
        private final String note;

        private Point(Check check, Clause clause, int offset, String note) {
            this.check = check;
            this.clause = clause;
            this.offset = offset;
            this.note = note;
        }

        /**
         * Names the place.
         *
         * @param newOffset where the field begins in the answer
         * @return this clause at that place
         */
        public Point at(int newOffset) {
            return new Point(check, clause, newOffset, note);
        }

        /**
         * Adds a remark.
         *
         * @param text for example which states there were
         * @return this clause with that remark
         */
        public Point noting(String text) {
            return new Point(check, clause, offset, text);
        }

        /**
         * Demands a value.
         *
         * @param field the field
         * @param expected what it must be
         * @param observed what it is
         * @return whether it is
         */
        public boolean equal(String field, Object expected, Object observed) {
            return that(field, Objects.equals(expected, observed), expected, observed);
        }

        /**
         * Demands a value, and takes others for a deviation that is legal or disputed.
         *
         * @param field the field
         * @param expected what it must be
         * @param tolerated what it may be
         * @param observed what it is
         * @return whether it is one of these
         */
        public boolean equalOr(String field, Object expected, Set<?> tolerated, Object observed) {
            if (!expected.equals(observed) && tolerated.contains(observed)) {
                check.add(this, Assertion.Outcome.CONCEPTUAL, field, expected, observed);
                return true;
            }
            return equal(field, expected, observed);
        }

        /**
         * Demands anything.
         *
         * @param field the field, or what is looked at
         * @param holds whether it is right
         * @param expected what is right
         * @param observed what there is
         * @return whether it is right
         */
        public boolean that(String field, boolean holds, Object expected, Object observed) {
            check.add(this, holds ? Assertion.Outcome.PASS : Assertion.Outcome.FAIL, field, expected, observed);
            return holds;
        }

        /**
         * Writes a deviation down that is legal or disputed.
         *
         * @param field the field
         * @param expected what is right in our reading
         * @param observed what there is
         */
        public void deviates(String field, Object expected, Object observed) {
            check.add(this, Assertion.Outcome.CONCEPTUAL, field, expected, observed);
        }
    }
}
