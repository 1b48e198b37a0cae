package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can become of an interface in RUN, and where all four parties are in the end. */
class LifeCycleTest {
    private static final Set<LifeCycle> LAST = EnumSet.of(LifeCycle.DETACH, LifeCycle.REMOVAL);

    @ParameterizedTest
    @EnumSource(LifeCycle.class)
    void endsWithEveryPartyWhereItShouldBeAndNothingSeen(LifeCycle what) {
        try (Lab lab = Lab.builder().seed(11).watched().build()) {
            lab.attach(1).run();
            PartiesState before = lab.parties(1);

            lab.flow(what, 1).run();

            assertThat(lab.violations()).isEmpty();
            if (LAST.contains(what)) {
                assertAllIsGone(lab.parties(1));
            } else {
                assertRuns(lab.parties(1));
                boolean isSameLock = before.binding().equals(lab.parties(1).binding());
                assertThat(isSameLock).as("same lock").isEqualTo(what == LifeCycle.KEY_REFRESH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Disturbance.class)
    void isSeenByWhomItShouldBe(Disturbance what) {
        try (Lab lab = Lab.builder().seed(11).profile(what.profile()).watched().build()) {
            lab.attach(1).run();
            Flow<Milestone> flow = lab.flow(what, 1);

            flow.run();

            assertThat(lab.sighting(1)).contains(what.expected());
            assertRuns(lab.parties(1));
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void partiesDisagreeAsLongAsTheGuestDoesNotAsk() {
        try (Lab lab = Lab.builder().seed(11).watched().build()) {
            lab.attach(1).run();
            Flow<Milestone> flow = lab.flow(LifeCycle.RECOVERY, 1);

            flow.next();

            PartiesState state = lab.parties(1);
            assertThat(state.tdi()).isEqualTo(TdiState.ERROR);
            assertThat(state.guest()).isEqualTo(GuestView.TRUSTED);
            assertThat(state.isGateOpen()).isTrue();
        }
    }

    private static void assertRuns(PartiesState state) {
        assertThat(state.isPlugged()).isTrue();
        assertThat(state.tdi()).isEqualTo(TdiState.RUN);
        assertThat(state.deviceStream()).isEqualTo(StreamView.SECURE);
        assertThat(state.hostStream()).isEqualTo(StreamView.SECURE);
        assertThat(state.deviceSessions()).isEqualTo(1);
        assertThat(state.isConnected()).isTrue();
        assertThat(state.isGateOpen()).isTrue();
        assertThat(state.privatePages()).isPositive();
        assertThat(state.binding())
                .hasValueSatisfying(binding -> assertThat(binding.isStarted()).isTrue());
        assertThat(state.assignedTo()).isPresent();
        assertThat(state.guest()).isEqualTo(GuestView.TRUSTED);
    }

    private static void assertAllIsGone(PartiesState state) {
        assertThat(state.tdi()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(state.deviceStream()).isNotEqualTo(StreamView.SECURE);
        assertThat(state.hostStream()).isNotEqualTo(StreamView.SECURE);
        assertThat(state.deviceSessions()).isZero();
        assertThat(state.isConnected()).isFalse();
        assertThat(state.binding()).isEmpty();
        assertThat(state.isGateOpen()).isFalse();
        assertThat(state.privatePages()).isZero();
        assertThat(state.assignedTo()).isEmpty();
        assertThat(state.guest()).isEqualTo(GuestView.NONE);
    }
}
