package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.tsm.TsmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan of faults does to an attach, and that nothing worse comes of it. */
@Timeout(300)
class FaultsTest {
    private static Lab lab(String plan) {
        return Lab.builder().seed(1).vfs(1).faults(FaultPlan.parse(plan)).build();
    }

    @Test
    void aLockWhoseAnswerIsLostIsUndone() {
        try (Lab lab = lab("response LOCK_INTERFACE_RESPONSE#1: drop")) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(Milestone.STREAM_SECURE);

            assertThatThrownBy(() -> attach.runTo(Milestone.LOCKED)).isInstanceOf(TsmException.class);

            assertThat(tdiStates(lab)).startsWith("CONFIG_UNLOCKED -> CONFIG_LOCKED");
            assertThat(lab.state(1)).isNotEqualTo(TdiState.RUN);
        }
    }

    @Test
    @Tag("T-141")
    void aDeviceThatLiesAboutItsStateIsNotBelieved() {
        try (Lab lab = lab("response DEVICE_INTERFACE_STATE: set TDI_STATE 02")) {
            assertThatThrownBy(() -> lab.attach(1).runTo(Milestone.LOCKED)).isInstanceOf(TsmException.class);
            assertThat(lab.state(1)).isNotEqualTo(TdiState.RUN);
        }
    }

    @Test
    void aDeviceThatLiesInItsReportIsRejected() {
        try (Lab lab = lab("response DEVICE_INTERFACE_REPORT: overwrite 20 00")) {
            assertThatThrownBy(() -> lab.attach(1).run()).isInstanceOf(RejectedException.class);
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
        }
    }

    @Test
    @Tag("T-049")
    void withoutEntropyThereIsNoLock() {
        try (Lab lab = lab("request LOCK_INTERFACE_REQUEST#1: no-entropy")) {
            assertThatThrownBy(() -> lab.attach(1).runTo(Milestone.LOCKED))
                    .isInstanceOf(TsmException.class)
                    .hasStackTraceContaining("INSUFFICIENT_ENTROPY");
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'up IDE#100: break-mac', ERROR",
        "'down IDE#100: break-mac', ERROR",
        "'down IDE#100: drop', ERROR",
        "'up IDE#100: duplicate 2', ERROR",
        "'response START_INTERFACE_RESPONSE: function-reset 1', ERROR",
        "'response START_INTERFACE_RESPONSE: function-reset 0', ERROR",
        "'response START_INTERFACE_RESPONSE: reset', CONFIG_UNLOCKED",
    })
    void aRunningInterfaceLeavesRun(String fault, TdiState state) {
        try (Lab lab = lab(fault)) {
            try {
                lab.attach(1).run();
            } catch (TsmException | IllegalStateException e) {
                // what the guest sees of it differs
            }
            assertThat(lab.state(1)).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send GET_VERSION: delay 1",
                "receive *: delay 5",
                "down *: delay 1",
                "send NO_SUCH_MESSAGE: drop",
                "register fff: drop",
            })
    void whatDoesNoHarmDoesNoHarm(String fault) {
        try (Lab lab = lab(fault)) {
            lab.attach(1).run();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @Test
    void whatComesOutOfARecordCanBeHurt() {
        try (Lab lab = lab("opened VENDOR_DEFINED_RESPONSE#2: drop")) {
            assertThatThrownBy(() -> lab.attach(1).run()).isInstanceOf(TsmException.class);
            assertThat(lab.events())
                    .anyMatch(event -> event instanceof TraceEvent.Note note
                            && note.text().contains("opened VENDOR_DEFINED_RESPONSE#2: drop injected"));
        }
    }

    @Test
    void aHangingDeviceIsGivenUp() {
        try (Lab lab = lab("response KP_ACK#3: hang")) {
            assertThatThrownBy(() -> lab.attach(1).run()).isInstanceOf(TsmException.class);
        }
        try (Lab lab = lab("written 1d0#2: hang")) {
            assertThatThrownBy(() -> lab.attach(1).run()).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void aFaultIsInTheTrace() {
        try (Lab lab = lab("send GET_VERSION#1: delay 7")) {
            lab.attach(1).runTo(Milestone.CONNECTED);

            assertThat(lab.events())
                    .anyMatch(event -> event instanceof TraceEvent.Note note
                            && note.text().contains("send GET_VERSION#1: delay 7 injected into GET_VERSION"));
        }
    }

    @Test
    @Tag("T-040")
    void aSkippedCheckLetsALockPassThatMustNot() {
        assertThat(locksWithoutKeys("")).isFalse();
        assertThat(locksWithoutKeys("request *: skip L3\nrequest *: skip L4")).isTrue();
    }

    private static boolean locksWithoutKeys(String plan) {
        try (Lab lab = Lab.builder().vfs(1).faults(FaultPlan.parse(plan)).build()) {
            Flow<Milestone> attach = lab.attach(1);
            while (!attach.peek().orElseThrow().name().startsWith("Lock")) {
                attach.next();
            }
            lab.device().idePort().invalidateAll(IdeStreamEvent.LINK_DOWN);
            try {
                attach.next();
                return true;
            } catch (TsmException e) {
                return false;
            }
        }
    }

    /** Every kind of fault at every message of an attach: the interface never runs with a fault unseen by its owner. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop",
                "duplicate 2",
                "replay 1",
                "truncate 3",
                "append 00",
                "flip 1",
                "break-mac",
                "overwrite 1 7f",
                "reset",
                "hang",
                "function-reset 0",
                "function-reset 1"
            })
    void noFaultDoesMoreHarmThanAFailedAttach(String effect) {
        Set<String> outcomes = new TreeSet<>();
        for (String point : new String[] {"send", "sealed", "receive", "request", "response", "down", "up"}) {
            for (int occasion = 1; occasion <= 25; occasion += 8) {
                String fault = "%s *#%d: %s".formatted(point, occasion, effect);
                outcomes.add(outcome(fault));
            }
        }
        assertThat(outcomes).isSubsetOf("done", "refused", "rejected", "failed");
    }

    private static String outcome(String fault) {
        try (Lab lab = Lab.builder()
                .vfs(1)
                .faults(FaultPlan.parse("seed 5\n" + fault))
                .untraced()
                .build()) {
            try {
                lab.attach(1).run();
                return "done";
            } catch (TsmException e) {
                return "refused";
            } catch (RejectedException e) {
                return "rejected";
            } catch (IllegalStateException e) {
                return "failed";
            }
        } catch (RuntimeException e) {
            throw new AssertionError(fault, e);
        }
    }

    private static List<String> tdiStates(Lab lab) {
        List<String> changes = new ArrayList<>();
        for (TraceEvent event : lab.events()) {
            if (event instanceof TraceEvent.StateChange change
                    && change.machine().equals("TDI")) {
                changes.add(change.from() + " -> " + change.to());
            }
        }
        return changes;
    }
}
