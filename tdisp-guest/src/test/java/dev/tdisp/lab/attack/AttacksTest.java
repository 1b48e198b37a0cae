package dev.tdisp.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attack is noticed by whom it should be, and succeeds where the rule is left out. */
class AttacksTest {
    private static final long SEED = 7;
    private static final List<String> VARIATIONS = List.of(
            "A14b",
            "A14c",
            "A14d",
            "A16b",
            "A16c",
            "A16d",
            "A16e",
            "A20b",
            "A20c",
            "GAP-ATT-03b",
            "GAP-ATT-03c",
            "GAP-ATT-05b",
            "GAP-ATT-05c",
            "GAP-ATT-06b",
            "GAP-ATT-06c",
            "GAP-ATT-09b",
            "GAP-ATT-09c");

    private static final Set<String> GOING_ON = Set.of(
            "S01", "S03", "S05", "S06", "S08", "S09", "S10", "S21", "S22", "S23", "S30", "S40", "S43", "S45", "S46",
            "S49", "S58", "A12", "A16", "A16b", "A16c", "A16d", "X02");

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

    /** What holds before the attack, and is to hold after it, says nothing without the other verdict. */
    static Stream<Attack> thatWantMoreThanToGoOn() {
        return withAWeakenedParty().filter(attack -> !GOING_ON.contains(attack.id()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatWantMoreThanToGoOn")
    void itDoesNotSucceedByTheWeaknessAlone(Attack attack) {
        assertThat(isReachedIdly(attack)).isFalse();
    }

    private static boolean isReachedIdly(Attack attack) {
        try {
            return new AttackRun(SEED)
                    .tryWeakened(copy(attack, List.of(), attack.weakness()))
                    .isGoalReached();
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            return false; // what the goal asks for is not there at all
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GAP-ATT-05c", "GAP-ATT-06b", "GAP-ATT-06c", "GAP-ATT-09c"})
    void itFailsBeforeTheErrataToo(String id) {
        Attack attack = Attacks.named(id).orElseThrow();

        Outcome outcome =
                new AttackRun(SEED).tryWeakened(copy(attack, attack.steps(), PublishedAttacks.BEFORE_THE_ERRATA));

        assertThat(outcome.isGoalReached()).as("%s", outcome).isFalse();
    }

    private static Attack copy(Attack attack, List<Attack.Step> steps, Weakness weakness) {
        return new Attack(
                attack.id(),
                attack.title(),
                attack.power(),
                attack.precondition(),
                steps,
                attack.goal(),
                attack.expectation(),
                attack.clause(),
                weakness,
                attack.setup());
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
