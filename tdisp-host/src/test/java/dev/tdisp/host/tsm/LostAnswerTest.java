package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.GUEST_BAR;
import static dev.tdisp.host.tsm.TsmBench.RID1;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.acceptAll;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.tsm.TsmException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Aborted operation had completed": the device did it, and nobody heard so; or it did not, and nobody heard so either. */
class LostAnswerTest {
    private static final int LOCK = RequestCode.LOCK_INTERFACE_REQUEST.code();
    private static final int START = RequestCode.START_INTERFACE_REQUEST.code();
    private static final int STOP = RequestCode.STOP_INTERFACE_REQUEST.code();

    private final TsmBench bench = new TsmBench();
    private final Losses losses = bench.device.losses;

    private GuestCalls mapped() {
        GuestCalls calls = bench.connectAndBind();
        acceptAll(calls, calls.status(VF1).epoch());
        return calls;
    }

    @Test
    void lockThatHappenedUnheardIsUndone() {
        bench.tsm.connect(bench.device);
        losses.answer(LOCK);

        refused(Reason.DEVICE_SILENT, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.device.requests).contains("STOP_INTERFACE_REQUEST");
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void lockThatDidNotHappenNeedsNoStop() {
        bench.tsm.connect(bench.device);
        losses.request(LOCK);

        refused(Reason.DEVICE_SILENT, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.device.requests).doesNotContain("STOP_INTERFACE_REQUEST");
    }

    @Test
    void lockOfUnknownOutcomeIsStoppedBeforeTheNext() {
        bench.tsm.connect(bench.device);
        losses.answer(LOCK).thenMute();
        refused(Reason.STATE_UNKNOWN, () -> bench.tsm.bind(VF1, ALICE));
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);

        losses.heal();
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.device.requests).contains("STOP_INTERFACE_REQUEST");
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void startThatHappenedUnheardHasHappened() {
        GuestCalls calls = mapped();
        BindEpoch epoch = calls.status(VF1).epoch();
        losses.answer(START);

        calls.start(VF1, epoch);
        calls.openGate(VF1, epoch);

        assertThat(bench.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    void startThatDidNotHappenCanBeTriedAgain() {
        GuestCalls calls = mapped();
        BindEpoch epoch = calls.status(VF1).epoch();
        losses.request(START);

        refused(Reason.DEVICE_SILENT, () -> calls.start(VF1, epoch));
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        calls.start(VF1, epoch);

        assertThat(bench.state()).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void startOfUnknownOutcomeIsLookedUpWhenTheDeviceSpeaksAgain(boolean happened) {
        GuestCalls calls = mapped();
        BindEpoch epoch = calls.status(VF1).epoch();
        (happened ? losses.answer(START) : losses.request(START)).thenMute();
        refused(Reason.STATE_UNKNOWN, () -> calls.start(VF1, epoch));
        refused(Reason.DEVICE_SILENT, () -> calls.openGate(VF1, epoch));
        refused(Reason.DEVICE_SILENT, () -> bench.tsm.readReport(VF1));

        losses.heal();
        calls.start(VF1, epoch);
        calls.openGate(VF1, epoch);

        assertThat(bench.state()).isEqualTo(TdiState.RUN);
        assertThat(bench.iommu.gate(RID1).isOpen()).isTrue();
    }

    @Test
    void reportIsNotReadAgainIfAStartMayHaveHappened() {
        GuestCalls calls = mapped();
        BindEpoch epoch = calls.status(VF1).epoch();
        losses.answer(START).thenMute();
        refused(Reason.STATE_UNKNOWN, () -> calls.start(VF1, epoch));
        losses.heal();

        refused(Reason.WRONG_STATE, () -> bench.tsm.readReport(VF1));

        assertThat(bench.space.mapping(GUEST_BAR)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopIsConfirmedByTheState(boolean happened) {
        bench.startAndOpen();
        if (happened) {
            losses.answer(STOP);
        } else {
            losses.request(STOP);
        }

        assertThat(bench.tsm.unbind(VF1)).isTrue();

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void stopOfUnknownOutcomeIsNotTakenForDone() {
        bench.startAndOpen();
        losses.answer(STOP).thenMute();

        assertThat(bench.tsm.unbind(VF1)).isFalse();
        assertThat(bench.tsm.unbind(VF1)).isFalse();
        losses.heal();

        assertThat(bench.tsm.unbind(VF1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstKeyOfUnknownOutcomeIsErasedBeforeTheNext(boolean happened) {
        bench.tsm.authenticate(bench.device);
        ConnectedDevice device = bench.tsm.device(VF1);
        device.configureStream();
        (happened ? losses.answer(Losses.KEY_PROG) : losses.request(Losses.KEY_PROG)).after(2);

        refused(Reason.DEVICE_SILENT, device::programKeys);
        refused(Reason.STATE_UNKNOWN, device::enableStream);
        device.programKeys();
        device.enableStream();

        assertThat(device.isSecure()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2, true, true", "2, true, false", "2, false, true", "2, false, false",
        "4, true, true", "4, true, false", "4, false, true", "4, false, false",
        "5, true, true", "5, true, false", "5, false, true", "5, false, false",
    })
    void streamWhoseKeysNobodyKnowsIsNotSecureAnyMore(int message, boolean happened, boolean staysMute) {
        bench.startAndOpen();
        Losses loss = (happened ? losses.answer(message) : losses.request(message)).after(3);
        if (staysMute) {
            loss.thenMute();
        }

        refused(Reason.DEVICE_SILENT, bench.tsm::refreshKeys);

        assertThat(bench.tsm.device(VF1).isSecure()).isFalse();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        losses.heal();
        bench.tsm.unbind(VF1);
        bench.tsm.secureLink();
        bench.tsm.bind(VF1, ALICE);
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "2, false", "4, true", "4, false", "5, true", "5, false"})
    void streamIsStoppedWithoutAKeyLeftAfterARefreshThatFailed(int message, boolean happened) {
        bench.startAndOpen();
        (happened ? losses.answer(message) : losses.request(message)).after(3).thenMute();
        refused(Reason.DEVICE_SILENT, bench.tsm::refreshKeys);
        IdeStream atDevice = bench.device.ide.streams().get(0);
        assertThat(KeySlotId.all()).anyMatch(slot -> atDevice.slotState(slot) != KeySlotState.EMPTY);

        losses.heal();
        bench.tsm.stopStream();

        assertThat(KeySlotId.all()).allMatch(slot -> atDevice.slotState(slot) == KeySlotState.EMPTY);
        assertThat(atDevice.isEnabled()).isFalse();
        assertThat(bench.port.ide().stream(TsmOptions.DEFAULT.stream()))
                .hasValueSatisfying(local -> assertThat(local.isEnabled()).isFalse());
    }

    @Test
    void sessionWhoseEndIsNotConfirmedIsForgottenAllTheSame() {
        bench.startAndOpen();
        ConnectedDevice device = bench.tsm.device(VF1);
        losses.request(Losses.END_SESSION);

        assertThat(device.endSession()).isFalse();

        assertThat(device.isConnected()).isFalse();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        assertThat(bench.space.mapping(GUEST_BAR)).isEmpty();
        assertThat(bench.state()).isEqualTo(TdiState.RUN);
        bench.tsm.connect(bench.device);
        bench.tsm.bind(VF1, ALICE);
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void busyDeviceIsAskedAgain() {
        bench.tsm.connect(bench.device);
        bench.device.busy = Patience.DEFAULT.retries();

        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void patienceEnds() {
        bench.tsm.connect(bench.device);
        bench.device.busy = Patience.DEFAULT.retries() + 1;

        refused(Reason.DEVICE_BUSY, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }
}
