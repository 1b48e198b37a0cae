package dev.tdisp.lab.attack;

import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An attack: a row of the catalogue, and what it takes to try it.
 *
 * @param id its number, for example {@code A6}
 * @param title what is attempted
 * @param power what the attacker can do
 * @param precondition how far the lab's first function is attached before
 * @param steps what is done
 * @param goal when the attacker has won
 * @param expectation how it must end against the default parties
 * @param clause where the rule stands that foils it
 * @param weakness against whom it succeeds
 * @param setup what the lab needs to be like
 */
public record Attack(
        String id,
        String title,
        Power power,
        Optional<Milestone> precondition,
        List<Step> steps,
        Goal goal,
        Expectation expectation,
        String clause,
        Weakness weakness,
        UnaryOperator<LabBuilder> setup) {
    /**
     * Copies the steps.
     *
     * @param id its number
     * @param title what is attempted
     * @param power what the attacker can do
     * @param precondition how far the first function is attached
     * @param steps what is done
     * @param goal when the attacker has won
     * @param expectation how it must end
     * @param clause where the rule stands
     * @param weakness against whom it succeeds
     * @param setup what the lab needs to be like
     */
    public Attack {
        steps = List.copyOf(steps);
    }

    static AttackBuilder of(String id, String title) {
        return new AttackBuilder(id, title);
    }

    /**
     * Something that is done.
     *
     * @param text what it is
     * @param action does it
     */
    public record Step(String text, Consumer<Scene> action) {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * What the attacker wants.
     *
     * @param text what is the case then
     * @param isReached whether it is
     */
    public record Goal(String text, Predicate<Scene> isReached) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public String toString() {
        return "%s %s".formatted(id, title);
    }
}
