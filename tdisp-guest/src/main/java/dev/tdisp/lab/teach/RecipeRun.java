package dev.tdisp.lab.teach;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.attack.AttackRun;
import dev.tdisp.lab.attack.Outcome;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RunRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes runs from recipes. Each run has a lab of its own, which is closed behind it. */
public final class RecipeRun {
    private static final int VF = 1;

    private RecipeRun() {}

    /**
     * Does what a recipe says.
     *
     * @param recipe the recipe
     * @return the run, with each step and what happened in it
     * @throws IllegalArgumentException if something is to happen behind a step that there is not
     */
    public static RecordedRun of(Recipe recipe) {
        return recipe.flow() instanceof Story.Attempt attempt ? attack(recipe, attempt) : flows(recipe);
    }

    private static RecordedRun attack(Recipe recipe, Story.Attempt attempt) {
        Recorders recorders = new Recorders();
        AttackRun run = new AttackRun(recipe.seed()).watchedBy(recorders::note);
        Outcome outcome = attempt.isWeak() ? run.tryWeakened(attempt.attack()) : run.tryOut(attempt.attack());
        RunRecorder recorder = recorders.recorder();
        recorder.note("", ending(outcome));
        return recorder.recorded(recipe.title());
    }

    private static String ending(Outcome outcome) {
        String noticed = outcome.observations().stream()
                .map(Object::toString)
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; "));
        String goal = outcome.isGoalReached()
                ? "it is the case that %s".formatted(outcome.attack().goal())
                : "the attacker has not what it wants: that %s"
                        .formatted(outcome.attack().goal());
        String who = noticed.isEmpty() ? "nobody noticed" : "noticed by %s".formatted(noticed);
        return "%s: %s; %s".formatted(outcome.verdict(), goal, who);
    }

    private static RecordedRun flows(Recipe recipe) {
        try (Lab lab = builder(recipe).build()) {
            var recorder = new RunRecorder(lab, VF);
            recipe.platform().ifPresent(recorder::inWordsOf);
            boolean isDone = recorder.run(broken(recipe, lab));
            if (!isDone) {
                recorder.run(lab.detach(VF));
            }
            return recorder.recorded(recipe.title());
        }
    }

    private static LabBuilder builder(Recipe recipe) {
        LabBuilder builder = Lab.builder().seed(recipe.seed()).faults(recipe.plan());
        recipe.platform().ifPresent(builder::platform);
        recipe.wrong().ifPresent(builder::wrong);
        if (recipe.flow() instanceof Story.Blow blow) {
            builder.profile(blow.what().profile());
        }
        recipe.breaks().forEach(each -> builder.profile(each.what().profile()));
        return builder;
    }

    /** All steps in a row, with what happens in the middle put between them. */
    private static Flow<Milestone> broken(Recipe recipe, Lab lab) {
        List<Step<Milestone>> steps = new ArrayList<>(lab.attach(VF).steps());
        steps.addAll(behindAttach(recipe.flow(), lab));
        List<Break> breaks = new ArrayList<>(recipe.breaks());
        breaks.sort((one, other) -> Integer.compare(other.afterStep(), one.afterStep()));
        for (Break each : breaks) {
            if (each.afterStep() > steps.size()) {
                throw new IllegalArgumentException(
                        "break: there are %d steps, not %d".formatted(steps.size(), each.afterStep()));
            }
            steps.add(each.afterStep(), lab.flow(each.what(), VF).steps().get(0));
        }
        return new Flow<>(recipe.title(), steps);
    }

    private static List<Step<Milestone>> behindAttach(Story flow, Lab lab) {
        if (flow instanceof Story.Turn turn) {
            return lab.flow(turn.what(), VF).steps();
        }
        return flow instanceof Story.Blow blow
                ? lab.flow(blow.what(), VF).steps()
                : lab.detach(VF).steps();
    }

    /** The recorder of the attack's lab, which is not there before the attack begins. */
    private static final class Recorders {
        private Optional<RunRecorder> recorder = Optional.empty();

        void note(Lab lab, String actor, String what) {
            if (recorder.isEmpty()) {
                recorder = Optional.of(new RunRecorder(lab, VF));
            }
            recorder().note(actor, what);
        }

        RunRecorder recorder() {
            return recorder.orElseThrow(() -> new IllegalStateException("the attack has not begun"));
        }
    }
}
