package dev.tdisp.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack is noticed by whom it should be, and succeeds where the rule is left out. */
class AttacksTest {
    private static final long SEED = 7;
    private static final List<String> VARIATIONS =
            List.of("A14b", "A14c", "A14d", "A16b", "A16c", "A16d", "A16e", "A20b", "A20c", "GAP-ATT-03b", "GAP-ATT-03c", "GAP-ATT-05b", "GAP-ATT-05c", "GAP-ATT-06b", "GAP-ATT-06c", "GAP-ATT-09b", "GAP-ATT-09c");

    static List<Attack> all() {
        return Attacks.all();
    }

    static Stream<Attack> withAWeakenedParty() {
        return all().stream().filter(attack -> attack.weakness().isPossible());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theRightOneNotices(Attack attack) {
        Outcome outcome = new AttackRun(SEED).tryOut(attack);

        assertThat(outcome.isAsExpected())
                .as("%s, expected %s", outcome, attack.expectation())
                .isTrue();
        assertThat(outcome.verdict()).isNotEqualTo(Verdict.SUCCEEDED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withAWeakenedParty")
    void itSucceedsAgainstTheWeakenedParty(Attack attack) {
        Outcome outcome = new AttackRun(SEED).tryWeakened(attack);

        assertThat(outcome.isGoalReached())
                .as("%s against %s", outcome, attack.weakness())
                .isTrue();
    }

    @Test
    void everyAttackIsThereOnce() {
        Stream<String> expected = Stream.of(
                        ids("A%d", 26), ids("S%02d", 58), ids("GAP-ATT-%02d", 13), ids("X%02d", 3), VARIATIONS.stream())
                .flatMap(ids -> ids);

        assertThat(all()).extracting(Attack::id).containsExactlyInAnyOrderElementsOf(expected.toList());
        assertThat(all()).extracting(Attack::title).doesNotHaveDuplicates();
    }

    private static Stream<String> ids(String form, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(form::formatted);
    }

    @Test
    void everyAttackSaysWhatItIs() {
        assertThat(all()).allSatisfy(attack -> {
            assertThat(attack.steps()).isNotEmpty();
            assertThat(attack.goal().text()).isNotEmpty();
            assertThat(attack.clause()).isNotEmpty();
            assertThat(attack.weakness().description()).isNotEmpty();
        });
    }

    @Test
    void fewAttacksHaveNoWeakenedParty() {
        assertThat(all())
                .filteredOn(attack -> !attack.weakness().isPossible())
                .extracting(Attack::id)
                .containsExactlyInAnyOrder(
                        "GAP-ATT-02", "GAP-ATT-05c", "GAP-ATT-06b", "GAP-ATT-06c", "GAP-ATT-09c", "GAP-ATT-12")
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void anAttackThatSucceedsIsNotTakenForNoticed() {
        Attack hopeless = Attack.of("X1", "Do nothing")
                .step("nothing", scene -> {})
                .goal("there is a lab", scene -> true)
                .against(Weakness.none("for this test"));

        Outcome outcome = new AttackRun(SEED).tryOut(hopeless);

        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.isAsExpected()).isFalse();
    }

    @Test
    void whoeverElseNoticesIsNotTakenForTheRightOne() {
        Attack attack = Attacks.named("S05").orElseThrow();
        Attack seenByAnother = new Attack(
                attack.id(),
                attack.title(),
                attack.power(),
                attack.precondition(),
                attack.steps(),
                attack.goal(),
                Expectation.seen(Party.GUEST, ""),
                attack.clause(),
                attack.weakness(),
                attack.setup());

        Outcome outcome = new AttackRun(SEED).tryOut(seenByAnother);

        assertThat(outcome.verdict()).isEqualTo(Verdict.DETECTED);
        assertThat(outcome.isAsExpected()).isFalse();
    }

    @Test
    void theSameSeedGivesTheSameOutcome() {
        Attack attack = Attacks.named("S16").orElseThrow();

        assertThat(new AttackRun(3).tryOut(attack).events())
                .isEqualTo(new AttackRun(3).tryOut(attack).events());
    }
}
