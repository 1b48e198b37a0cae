package dev.tdisp.lab.quiz;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Field;
import dev.tdisp.lab.attack.AttackRun;
import dev.tdisp.lab.attack.Outcome;
import dev.tdisp.lab.attack.Party;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RecordedStep;
import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import dev.tdisp.lab.teach.Story;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be asked about a run. The answer is found by doing the run, never written down. */
enum Question {
    WHO("Who noticed?", names(Party.values(), "nobody"), Question::observers),
    GOAL("Did the attacker get what it wanted?", List.of("yes", "no"), Question::isReached),
    STATE("In which state is the interface right after it?", names(TdiState.values()), Question::state),
    CODE("With which error does the device answer?", names(TdispErrorCode.values()), Question::code),
    RULE("Which rule made the interface change its state?", rules(), Question::rule),
    FAILED("Which party could not do its step?", List.of("TVM", "TSM", "VMM", "nobody"), Question::failed),
    REPAIR(
            "What brings it back to RUN?",
            Stream.of(Repair.values()).map(Repair::text).toList(),
            Question::repair);

    private static final String TDI = "TDI";
    private static final String NOBODY = "nobody";

    private final String text;
    private final List<String> choices;
    private final Function<Recipe, Set<String>> solver;

    Question(String text, List<String> choices, Function<Recipe, Set<String>> solver) {
        this.text = text;
        this.choices = choices;
        this.solver = solver;
    }

    String text() {
        return text;
    }

    List<String> choices() {
        return choices;
    }

    /** Does the run, and returns the choices that are right; at least one. */
    Set<String> solve(Recipe recipe) {
        Set<String> right = solver.apply(recipe);
        if (right.isEmpty() || !choices.containsAll(right)) {
            throw new IllegalStateException("%s: %s is not among the choices".formatted(this, right));
        }
        return right;
    }

    private static List<String> names(Object[] constants, String... more) {
        return Stream.concat(Stream.of(constants).map(Object::toString), Stream.of(more))
                .toList();
    }

    private static List<String> rules() {
        return Stream.of(
                        TdiEvent.FUNCTION_LEVEL_RESET,
                        TdiEvent.COMMAND_ENABLE_CLEARED,
                        TdiEvent.BAR_MODIFIED,
                        TdiEvent.SESSION_ENDED,
                        TdiEvent.MSIX_MODIFIED)
                .map(TdiEvent::sentence)
                .toList();
    }

    private static Outcome outcome(Recipe recipe) {
        if (recipe.flow() instanceof Story.Attempt attempt) {
            var run = new AttackRun(recipe.seed());
            return attempt.isWeak() ? run.tryWeakened(attempt.attack()) : run.tryOut(attempt.attack());
        }
        throw new IllegalStateException("not an attack: " + recipe.title());
    }

    private static Set<String> observers(Recipe recipe) {
        Set<String> observers = outcome(recipe).observations().stream()
                .map(observation -> observation.party().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        return observers.isEmpty() ? Set.of(NOBODY) : observers;
    }

    private static Set<String> isReached(Recipe recipe) {
        return Set.of(outcome(recipe).isGoalReached() ? "yes" : "no");
    }

    /** The step in which it happens: what failed, or the first behind the attach; of an attack the last. */
    private static RecordedStep step(Recipe recipe) {
        RecordedRun run = RecipeRun.of(recipe);
        List<RecordedStep> steps = run.steps();
        if (recipe.flow() instanceof Story.Attempt) {
            return steps.get(steps.size() - 1);
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).failure().isPresent()) {
                return steps.get(i);
            }
            boolean isAttached =
                    steps.get(i).milestone().filter("dma-done"::equals).isPresent();
            if (isAttached && recipe.flow() instanceof Story.Blow) {
                return steps.get(i + 1);
            }
        }
        return steps.get(steps.size() - 1);
    }

    private static Set<String> state(Recipe recipe) {
        return step(recipe).parties().stream()
                .filter(party -> party.party().equals("DSM"))
                .map(party -> party.values().getOrDefault("tdi", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> code(Recipe recipe) {
        return outcome(recipe).events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filter(message -> message.name().equals("TDISP_ERROR"))
                .flatMap(message -> message.fields().field("ERROR_CODE").stream())
                .map(Field::value)
                .collect(Collectors.toSet());
    }

    private static Set<String> rule(Recipe recipe) {
        return step(recipe).events().stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent.StateChange.class::cast)
                .filter(change -> change.machine().equals(TDI))
                .flatMap(
                        change -> rules().stream().filter(rule -> change.cause().contains(rule)))
                .collect(Collectors.toSet());
    }

    private static Set<String> failed(Recipe recipe) {
        return RecipeRun.of(recipe).steps().stream()
                .filter(step -> step.failure().isPresent())
                .findFirst()
                .map(step -> Set.of(step.actor()))
                .orElse(Set.of(NOBODY));
    }

    private static Set<String> repair(Recipe recipe) {
        return Stream.of(Repair.values())
                .filter(repair -> repair.works(recipe.seed()))
                .map(Repair::text)
                .collect(Collectors.toSet());
    }
}
