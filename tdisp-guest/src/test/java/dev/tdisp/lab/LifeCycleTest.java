package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.vmm.Bar;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can become of an interface in RUN, and where all four parties are in the end. */
class LifeCycleTest {
    private static final int DEVICE_MEMORY = 0x2000;
    private static final Bytes LEFT = Bytes.fromHex("5ec2e71ef7be41d0".repeat(8));
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
    @EnumSource(LifeCycle.class)
    void hypervisorThatReadsAllItCanAfterEachStepFindsNothing(LifeCycle what) {
        try (Lab lab = Lab.builder().seed(12).watched().build()) {
            lab.attach(1).run();
            leaveASecret(lab);
            Bar bar = bar0(lab);
            Flow<Milestone> flow = lab.flow(what, 1);

            while (flow.hasNext()) {
                flow.next();
                if (lab.parties(1).isPlugged() && lab.state(1) != TdiState.RUN) {
                    readAll(lab, bar);
                }
            }

            assertThat(Invariants.check(lab)).isEmpty();
        }
    }

    @Test
    void hypervisorThatReadsAllItCanFindsWhatADeviceDoesNotScrub() {
        WrongDevice forgetful = WrongDevices.named("KEEPS_THE_GUESTS_DATA").orElseThrow();
        try (Lab lab = Lab.builder().wrong(forgetful).watched().build()) {
            lab.attach(1).run();
            leaveASecret(lab);
            lab.detach(1).runTo(Milestone.STOPPED);
            assertThat(lab.violations()).isEmpty();

            readAll(lab, bar0(lab));

            assertThat(lab.violations()).extracting(Violation::invariant).containsOnly(Invariant.SECRETS_ARE_HIDDEN);
        }
    }

    private static void leaveASecret(Lab lab) {
        lab.secret("what the guest left in the device", LEFT);
        FunctionId function = lab.verdict(1).orElseThrow().function();
        GuestWindow window =
                lab.vmm().hypercallsOf(lab.guest().id()).windows(function).get(0);
        lab.guest().space().write(window.guestAddress() + DEVICE_MEMORY, LEFT, Visibility.PRIVATE);
    }

    private static Bar bar0(Lab lab) {
        return lab.vmm().driver().functions().get(1).bar(0);
    }

    private static void readAll(Lab lab, Bar bar) {
        for (long at = 0; at < bar.size(); at += PageRange.PAGE_SIZE) {
            lab.vmm().readMmio(bar.address() + at, PageRange.PAGE_SIZE);
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
    void recoveryIsNotPlayedIfTheDeviceDoesNotMindTheMistake() {
        WrongDevice careless = WrongDevices.named("RUNS_WITHOUT_BUS_MASTER").orElseThrow();
        try (Lab lab = Lab.builder().wrong(careless).build()) {
            lab.attach(1).run();
            Flow<Milestone> flow = lab.flow(LifeCycle.RECOVERY, 1);

            assertThatThrownBy(flow::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the registers answer");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LifeCycle.class,
            names = {"SUSPEND", "MIGRATE"})
    void moveIsNotPlayedIfNothingWasBoundBefore(LifeCycle what) {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).run();
            lab.vmm().unbind(lab.function(1));
            Flow<Milestone> flow = lab.flow(what, 1);

            assertThatThrownBy(flow::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not refused");
        }
    }

    @Test
    void keysAreReallyReplacedAndOnlyTheyAre() {
        try (Lab lab = Lab.builder().seed(11).build()) {
            lab.attach(1).run();
            int before = lab.events().size();

            lab.flow(LifeCycle.KEY_REFRESH, 1).run();

            List<String> sent = lab.eventsFrom(before).stream()
                    .filter(TraceEvent.Message.class::isInstance)
                    .map(event -> ((TraceEvent.Message) event).name())
                    .toList();
            assertThat(sent.stream().filter("KEY_PROG"::equals)).hasSize(2 * 6);
            assertThat(sent)
                    .contains("K_SET_GO", "KEY_UPDATE")
                    .doesNotContain("LOCK_INTERFACE_REQUEST", "KEY_EXCHANGE");
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

    @Test
    void aStepThatFailsGivesTheGuestsMemoryBack() {
        try (Lab lab = Lab.seeded(1)) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(Milestone.RUNNING);
            lab.flow(Disturbance.BUS_MASTER_CLEARED, 1).next();

            for (int i = 0; i < 20; i++) {
                assertThatIllegalStateException()
                        .isThrownBy(attach::next)
                        .withMessageContaining("the engine did not work");
            }
        }
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
