package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.tsm.ConnectedDevice;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.vmm.RelayDeed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * A relay that loses the one answer that matters. Over SPDM that ends the session at the security manager; the device does not
 * know, until a new session takes the place of the old one.
 */
class LostAnswerTest {
    private final Bench bench = new Bench();

    /** Loses the first answer that leaves the device while its interface is in a state: the one to what brought it there. */
    private void loseAnswerOnceIn(TdiState state) {
        bench.vmm.relay().next(object -> !object.toDevice() && bench.stateAtDevice() == state, new RelayDeed.Drop());
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** The security manager has given everything up, and the device is as it was left. */
    private void nothingIsTrusted(TdiState left) {
        assertThat(bench.stateAtDevice()).isEqualTo(left);
        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.tsm.binding(bench.function)).isEmpty();
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
        assertThat(bench.port.ide().streams()).noneMatch(stream -> stream.isSecure());
        refused(Reason.NOT_CONNECTED, () -> bench.tsm.bind(bench.function, Bench.TVM));
    }

    /** A new session, then everything from the start: the interface is stopped before it is locked. */
    private void everythingWorksAnew(TdiState afterConnect) {
        bench.vmm.connect();
        assertThat(bench.stateAtDevice()).isEqualTo(afterConnect);

        bench.guest.lock(bench.function);
        assertThat(bench.guest.accept(bench.function).isAccepted()).isTrue();

        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isTrue();
    }

    @Test
    void lostAnswerToLockLeavesALockThatNobodyKnows() {
        bench.vmm.connect();
        loseAnswerOnceIn(TdiState.CONFIG_LOCKED);

        refused(Reason.STATE_UNKNOWN, () -> bench.vmm.bind(bench.function));

        nothingIsTrusted(TdiState.CONFIG_LOCKED);
        everythingWorksAnew(TdiState.ERROR);
    }

    @Test
    void lostAnswerToStartOpensNoGate() {
        bench.locked();
        Verdict verdict = bench.guest.appraise(bench.function);
        bench.guest.acceptWindows(verdict);
        loseAnswerOnceIn(TdiState.RUN);

        refused(Reason.STATE_UNKNOWN, () -> bench.guest.start(verdict));

        nothingIsTrusted(TdiState.RUN);
        refused(Reason.NOT_BOUND, () -> bench.guest.openGate(verdict));
        everythingWorksAnew(TdiState.ERROR);
    }

    @Test
    void lostAnswerToStopIsNotTakenForDone() {
        bench.accepted();
        loseAnswerOnceIn(TdiState.CONFIG_UNLOCKED);

        assertThat(bench.vmm.unbind(bench.function)).isFalse();

        nothingIsTrusted(TdiState.CONFIG_UNLOCKED);
        everythingWorksAnew(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void interfaceOfUnknownStateIsStoppedOverTheNextSessionOnDemand() {
        bench.vmm.connect();
        loseAnswerOnceIn(TdiState.CONFIG_LOCKED);
        refused(Reason.STATE_UNKNOWN, () -> bench.vmm.bind(bench.function));
        assertThat(bench.vmm.unbind(bench.function)).isFalse();

        bench.vmm.connect();

        assertThat(bench.vmm.unbind(bench.function)).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void lostAnswerToEndSessionIsNotConfirmedAndTheNextSessionWorks() {
        bench.accepted();
        ConnectedDevice connected = bench.tsm.device(bench.function);
        bench.vmm.relay().next(object -> !object.toDevice(), new RelayDeed.Drop());

        assertThat(connected.endSession()).isFalse();

        assertThat(bench.device.dsm().spdm().sessions()).isEmpty();
        nothingIsTrusted(TdiState.ERROR);
        everythingWorksAnew(TdiState.ERROR);
    }

    @Test
    void endSessionThatNeverArrivesLeavesASessionThatTheNextOneReplaces() {
        bench.accepted();
        long old = bench.device.dsm().spdm().sessions().iterator().next();
        ConnectedDevice connected = bench.tsm.device(bench.function);
        bench.vmm.relay().next(object -> object.toDevice(), new RelayDeed.Drop());

        assertThat(connected.endSession()).isFalse();

        assertThat(bench.device.dsm().spdm().sessions()).containsExactly(old);
        nothingIsTrusted(TdiState.RUN);
        everythingWorksAnew(TdiState.ERROR);
        assertThat(bench.device.dsm().spdm().sessions()).hasSize(1);
    }
}
