package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.BOB;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BindTest {
    private final TsmBench bench = new TsmBench();

    @Test
    @Tag("T-141")
    @Tag("T-142")
    void interfaceIsLockedInOrder() {
        bench.connectAndBind();

        assertThat(bench.device.requests)
                .containsExactly(
                        "GET_TDISP_VERSION",
                        "GET_TDISP_CAPABILITIES",
                        "GET_DEVICE_INTERFACE_STATE",
                        "LOCK_INTERFACE_REQUEST",
                        "GET_DEVICE_INTERFACE_STATE",
                        "GET_DEVICE_INTERFACE_REPORT");
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void statusIsTheSecurityManagersOwnWord() {
        InterfaceStatus status = bench.connectAndBind().status(VF1);

        Bytes report = bench.device.kept.get(VF1).get(EvidenceKind.INTERFACE_REPORT);
        assertThat(status.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(status.lockFlags())
                .isEqualTo(LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX, LockFlag.ALL_REQUEST_REDIRECT));
        assertThat(status.digests().of(EvidenceKind.INTERFACE_REPORT))
                .contains(Hash.of(HashAlgorithm.SHA_384).digest(report));
        assertThat(status.digests().of(EvidenceKind.MEASUREMENTS)).isEmpty();
        assertThat(status.link().streamSecure()).isTrue();
    }

    @Test
    void bindingTwiceToTheSameGuestChangesNothing() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();

        bench.tsm.bind(VF1, ALICE);

        assertThat(calls.status(VF1).epoch()).isEqualTo(epoch);
    }

    @Test
    void interfaceHasOneGuest() {
        bench.tsm.createGuest(BOB);
        bench.connectAndBind();

        refused(Reason.ALREADY_BOUND, () -> bench.tsm.bind(VF1, BOB));
        refused(Reason.NOT_BOUND, () -> bench.tsm.callsOf(BOB).status(VF1));
    }

    @Test
    void unknownGuestAndForeignFunctionAreRefused() {
        bench.tsm.connect(bench.device);

        refused(Reason.UNKNOWN_GUEST, () -> bench.tsm.bind(VF1, BOB));
        refused(Reason.UNKNOWN_FUNCTION, () -> bench.tsm.bind(new FunctionId(0, RequesterId.of(1, 0, 7)), ALICE));
    }

    @Test
    @Tag("P-117")
    void insecureStreamIsNotBoundTo() {
        bench.tsm.authenticate(bench.device);

        refused(Reason.STREAM_NOT_SECURE, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.device.requests).isEmpty();
    }

    @Test
    void interfaceThatSomebodyLockedIsNotBound() {
        bench.connectAndBind();
        bench.tsm.abandon("test");
        bench.tsm.connect(bench.device);
        bench.device.losses.answer(RequestCode.STOP_INTERFACE_REQUEST.code()).thenMute();

        refused(Reason.STATE_UNKNOWN, () -> bench.tsm.bind(VF1, ALICE));
        bench.device.losses.heal();
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void lostAnswerToALockLeavesNothingLocked() {
        bench.tsm.connect(bench.device);
        bench.device.losses.answer(RequestCode.LOCK_INTERFACE_REQUEST.code());

        refused(Reason.DEVICE_SILENT, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        refused(Reason.NOT_BOUND, () -> bench.tsm.callsOf(ALICE).status(VF1));
    }

    @Test
    @Tag("T-144")
    void impossibleReportUndoesTheLock() {
        bench.tsm.connect(bench.device);
        bench.device.tdi(VF1).otherReport = Optional.of(Bytes.fromHex("01"));

        refused(Reason.DEVICE_REFUSED, () -> bench.tsm.bind(VF1, ALICE));

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void everyLockHasAnEpochOfItsOwn() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch first = calls.status(VF1).epoch();

        bench.tsm.unbind(VF1);
        bench.tsm.bind(VF1, ALICE);

        assertThat(calls.status(VF1).epoch().lock()).isNotEqualTo(first.lock());
    }
}
