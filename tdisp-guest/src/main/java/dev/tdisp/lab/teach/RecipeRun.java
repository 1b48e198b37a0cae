package dev.tdisp.lab.teach;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.attack.AttackRun;
import dev.tdisp.lab.attack.Outcome;
import dev.tdisp.lab.render.PartyView;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RecordedStep;
import dev.tdisp.lab.render.RunRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return withEnding(recorders.recorder().recorded(recipe.title()), ending(outcome));
    }

    /** The parties of the ending are those of the step before: the lab is closed by now. */
    private static RecordedRun withEnding(RecordedRun run, String ending) {
        List<RecordedStep> steps = new ArrayList<>(run.steps());
        List<PartyView> parties = steps.get(steps.size() - 1).parties();
        steps.add(new RecordedStep("", ending, List.of(), parties, Optional.empty(), Optional.empty()));
        return new RecordedRun(run.title(), run.facts(), steps);
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
            Flow<Milestone> flow = broken(recipe, lab);
            if (!recorder.run(flow)) {
                requireReached(recipe, flow.position());
                recorder.run(lab.detach(VF));
            }
            return recorder.recorded(recipe.title());
        }
    }

    private static void requireReached(Recipe recipe, int done) {
        recipe.breaks().stream()
                .filter(each -> each.afterStep() > done)
                .findFirst()
                .ifPresent(each -> {
                    throw new IllegalArgumentException(
                            "break: the run ends in step %d, before %d".formatted(done + 1, each.afterStep()));
                });
    }

    private static LabBuilder builder(Recipe recipe) {
        LabBuilder builder =
                Lab.builder().seed(recipe.seed()).profile(profile(recipe)).faults(recipe.plan());
        recipe.platform().ifPresent(builder::platform);
        recipe.wrong().ifPresent(builder::wrong);
        return builder;
    }

    /** The usual device, unless something in the recipe needs another one. */
    private static DeviceProfile profile(Recipe recipe) {
        if (recipe.platform().filter(each -> !each.usesTdisp()).isPresent()) {
            return DeviceProfile.SPDM_ALONE;
        }
        return disturbances(recipe)
                .map(Disturbance::profile)
                .filter(profile -> !profile.equals(DeviceProfile.SPEC))
                .findFirst()
                .orElse(DeviceProfile.SPEC);
    }

    private static Stream<Disturbance> disturbances(Recipe recipe) {
        Stream<Disturbance> breaks = recipe.breaks().stream().map(Break::what);
        return recipe.flow() instanceof Story.Blow blow ? Stream.concat(Stream.of(blow.what()), breaks) : breaks;
    }

    /** All steps in a row, with what happens in the middle put between them, one after the other. */
    private static Flow<Milestone> broken(Recipe recipe, Lab lab) {
        List<Step<Milestone>> steps = new ArrayList<>(lab.attach(VF).steps());
        steps.addAll(behindAttach(recipe.flow(), lab));
        for (Break each : recipe.breaks()) {
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
