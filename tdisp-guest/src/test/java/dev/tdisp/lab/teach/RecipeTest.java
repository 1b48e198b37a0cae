package dev.tdisp.lab.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RecordedStep;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
    @Test
    void theSameRecipeGivesTheSameRun() {
        Recipe recipe = recipe("seed", "7", "break", "12:bus-master-cleared");

        assertThat(RecipeRun.of(recipe)).isEqualTo(RecipeRun.of(recipe));
    }

    @Test
    void nothingToldIsAnAttachAndADetach() {
        RecordedRun run = RecipeRun.of(Recipe.of(Map.of()));

        assertThat(run.title()).isEqualTo("attach and detach");
        assertThat(run.steps()).hasSize(19).noneMatch(step -> step.failure().isPresent());
    }

    @Test
    void aBreakIsAStepOfItsOwnAndTheRunGoesOnFromThere() {
        RecordedRun run = RecipeRun.of(recipe("break", "13:bus-master-cleared"));

        RecordedStep broken = run.steps().get(13);
        assertThat(broken.actor()).isEqualTo("VMM");
        assertThat(broken.name()).isEqualTo(Disturbance.BUS_MASTER_CLEARED.sentence());
        assertThat(broken.parties().get(0).values()).containsEntry("tdi", "ERROR");
        assertThat(run.steps().get(14).failure()).isPresent();
        assertThat(run.steps().get(run.steps().size() - 1).parties().get(0).values())
                .as("the run is cleaned up")
                .containsEntry("tdi", "CONFIG_UNLOCKED");
    }

    @Test
    void anAttackIsToldStepByStepAndEndsWithTheVerdict() {
        RecordedRun run = RecipeRun.of(recipe("attack", "S13"));

        assertThat(run.steps().get(0).name()).startsWith("Attach, undisturbed");
        assertThat(run.steps().get(run.steps().size() - 1).name()).startsWith("DETECTED");
    }

    @Test
    void anAttackOnACarelessPartySucceeds() {
        RecordedRun run = RecipeRun.of(recipe("attack", "A6", "weak", "1"));

        assertThat(run.steps().get(run.steps().size() - 1).name()).startsWith("SUCCEEDED");
    }

    @Test
    void aPlatformTellsItInItsWords() {
        RecordedRun run = RecipeRun.of(recipe("platform", "cca"));

        assertThat(run.platform()).isPresent();
    }

    static List<Menu.Choice> preparedFaults() {
        return Menu.full().faults();
    }

    @ParameterizedTest
    @MethodSource("preparedFaults")
    void everyPreparedFaultMakesADifference(Menu.Choice fault) {
        RecordedRun usual = RecipeRun.of(Recipe.usual(1));

        RecordedRun run = RecipeRun.of(recipe("fault", fault.id()));

        assertThat(run.steps().equals(usual.steps())).as(fault.id()).isFalse();
        assertThat(fault.power()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "seed, x, not a number",
        "flow, nonsense, not known",
        "attack, A99, not known",
        "platform, none, not known",
        "wrong, NOBODY, not known",
        "fault, nonsense, not of the form",
        "break, 12, is not STEP:WHAT",
        "break, 3:nonsense, not known"
    })
    void whatCannotBeReadIsRefusedByName(String ingredient, String value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recipe(ingredient, value))
                .withMessageContaining(reason);
    }

    @Test
    void aBreakBehindTheEndIsRefused() {
        Recipe recipe = recipe("break", "200:sleep");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeRun.of(recipe))
                .withMessageContaining("there are 19 steps");
    }

    @ParameterizedTest
    @CsvSource({
        "attack, A6, fault, 'up IDE#20: delay 50'",
        "attack, A6, break, 3:sleep",
        "platform, bounce, flow, reboot"
    })
    void whatDoesNotGoTogetherIsRefused(String one, String value, String other, String otherValue) {
        assertThatIllegalArgumentException().isThrownBy(() -> recipe(one, value, other, otherValue));
    }

    @Test
    void breaksAreDoneInTheOrderInWhichTheyAreTold() {
        RecordedRun run = RecipeRun.of(Recipe.of(Map.of("break", List.of("14:sleep", "15:untrusted-access"))));

        assertThat(run.steps().subList(14, 16))
                .extracting(RecordedStep::name)
                .containsExactly(Disturbance.SLEEP.sentence(), Disturbance.UNTRUSTED_ACCESS.sentence());
    }

    @Test
    void aBreakThatIsNeverReachedIsRefused() {
        Recipe recipe = Recipe.of(Map.of("break", List.of("13:bus-master-cleared", "17:sleep")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeRun.of(recipe))
                .withMessageContaining("the run ends in step 15");
    }

    @Test
    void aRecipeIsReadAsItIsWritten() {
        Recipe recipe = recipe("seed", "7", "flow", "reboot", "fault", "up IDE#20: delay 50", "break", "12:sleep");

        assertThat(Recipe.of(recipe.parameters())).isEqualTo(recipe);
    }

    @Test
    void noneCanAskForEndlessWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipe.of(Map.of("break", Collections.nCopies(17, "1:sleep"))))
                .withMessageContaining("more than 16");
    }

    private static Recipe recipe(String... pairs) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], List.of(pairs[i + 1]));
        }
        return Recipe.of(given);
    }
}
