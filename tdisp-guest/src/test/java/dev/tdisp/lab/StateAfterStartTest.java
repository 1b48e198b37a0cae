package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.guest.Acceptance;
import dev.tdisp.guest.attestation.Check;
import org.junit.jupiter.api.Test;

/** A device that confirms START, and names another state when the guest asks afterwards. */
class StateAfterStartTest {
    /** States 1 to 4 are asked before, the 5th by the security manager after START, the 6th by the guest. */
    private static Lab lab() {
        FaultPlan lie = FaultPlan.parse("response DEVICE_INTERFACE_STATE#6: set TDI_STATE 01");
        return Lab.builder().vfs(1).faults(lie).build();
    }

    @Test
    void attachStopsThere() {
        try (Lab lab = lab()) {
            Flow<Milestone> attach = lab.attach(1);

            assertThatThrownBy(attach::run).isInstanceOf(RejectedException.class);

            assertThat(lab.verdict(1).orElseThrow().failures()).containsExactly(Check.RUNS);
            assertThat(lab.verdict(1).orElseThrow().of(Check.RUNS).actual()).isEqualTo("CONFIG_LOCKED");
        }
    }

    @Test
    void guestGivesTheInterfaceBack() {
        try (Lab lab = lab()) {
            lab.attach(1).runTo(Milestone.ACCEPTED);

            Acceptance acceptance = lab.guest().accept(lab.verdict(1).orElseThrow());

            assertThat(acceptance)
                    .isInstanceOfSatisfying(
                            Acceptance.Failed.class,
                            failed -> assertThat(failed.step()).isEqualTo("start"));
            assertThat(acceptance.verdict().failures()).containsExactly(Check.RUNS);
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }
}
