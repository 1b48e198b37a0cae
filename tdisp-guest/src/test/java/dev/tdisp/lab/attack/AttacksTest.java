package dev.tdisp.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack is noticed by whom it should be, and succeeds where the rule is left out. */
class AttacksTest {
    private static final long SEED = 7;

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
}
