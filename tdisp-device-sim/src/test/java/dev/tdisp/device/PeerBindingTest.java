package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.IdeRegisters;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which streams can be bound for peers, and what is locked with them. */
class PeerBindingTest {
    private static final int ID = Peers.PEER_STREAM.value();
    private static final LockParameters P2P = Peers.parameters(Peers.EVERY_BIT);
    private static final int REGISTERS = 0x1F0;

    private final Bench bench = Bench.enumerated(2).secure();
    private final RandomSource random = RandomSource.seeded(5);

    PeerBindingTest() {
        bench.enableTranslation(bench.vf(1));
    }

    private void configure(int id, long window) {
        Peers.configure(bench, Peers.settings(new StreamId(id), 0x0201, window));
    }

    private void key(int id, long session) {
        IdeKmRequester keys = bench.ideKm(session);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            program(keys, id, slot);
            keys.start(0, new StreamId(id), slot);
        }
        Peers.enable(bench);
    }

    private void program(IdeKmRequester keys, int id, KeySlotId slot) {
        keys.program(0, new StreamId(id), slot, IdeKey.random(random));
    }

    private void secure(int id) {
        configure(id, Bench.VF_BAR0 + Peers.SHIFT);
        key(id, Bench.SESSION);
    }

    private TdispRequester run() {
        bench.run(bench.vf(1), P2P);
        return Peers.requester(bench, bench.vf(1));
    }

    private void reach(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1), P2P);
            case RUN -> bench.run(bench.vf(1), P2P);
            case ERROR -> {
                bench.run(bench.vf(1), P2P);
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
            }
        }
    }

    private void assertRefused(ThrowingCallable request, TdispErrorCode code) {
        TdiState before = bench.state(bench.vf(1));
        var bound = Set.copyOf(bench.tdi(bench.vf(1)).machine().p2pStreams());

        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(code));

        assertThat(bench.state(bench.vf(1))).isEqualTo(before);
        assertThat(bench.tdi(bench.vf(1)).machine().p2pStreams()).isEqualTo(bound);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUN")
    @Tag("GAP-P2P-01")
    @Tag("GAP-P2P-11")
    @Tag("T-127")
    void outsideOfRunNothingIsBoundOrUnbound(TdiState state) {
        secure(ID);
        reach(state);
        TdispRequester requester = Peers.requester(bench, bench.vf(1));

        assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_INTERFACE_STATE);
        assertRefused(() -> requester.unbindP2p(ID), TdispErrorCode.INVALID_INTERFACE_STATE);
    }

    @Test
    @Tag("GAP-P2P-02")
    @Tag("T-129")
    void interfaceLockedWithoutTheFlagBindsNothing() {
        secure(ID);
        bench.run(bench.vf(1), LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));

        assertRefused(() -> Peers.requester(bench, bench.vf(1)).bindP2p(ID), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-P2P-03")
    @Tag("T-033")
    void deviceWithoutTheRequestSaysItDoesNotSupportIt() {
        var profile = DeviceProfile.SPEC.withTdisp(TdispProfile.SPEC.with(TdispSwitch.MANDATORY_REQUESTS_ONLY));
        Bench other = new Bench(profile).enumerate(1).secure();

        Bytes answer = other.exchange(
                VendorProtocol.TDISP, Bench.SESSION, Bytes.fromHex("10 88 00 00 01 01 00 00 00000000 00000000 20"));

        assertThat(answer.from(16)).isEqualTo(Bytes.fromHex("07000000 88000000"));
    }

    @Test
    @Tag("GAP-P2P-03")
    void withoutAddressTranslationNothingIsBound() {
        secure(ID);
        bench.write(bench.vf(1).requesterId(), 0x116, 2, 0);

        TdispRequester requester = run();

        assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_REQUEST);
    }

    static Stream<KeySlotId> slots() {
        return KeySlotId.of(KeySet.K0).stream();
    }

    @ParameterizedTest
    @MethodSource("slots")
    @Tag("GAP-P2P-04")
    @Tag("T-128")
    void streamWithOneKeyMissingIsNotBound(KeySlotId missing) {
        configure(ID, Bench.VF_BAR0 + Peers.SHIFT);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            if (!slot.equals(missing)) {
                program(keys, ID, slot);
                keys.start(0, Peers.PEER_STREAM, slot);
            }
        }
        Peers.enable(bench);
        TdispRequester requester = run();

        assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_REQUEST);

        program(keys, ID, missing);
        assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_REQUEST);
        keys.start(0, Peers.PEER_STREAM, missing);
        requester.bindP2p(ID);
        assertThat(bench.tdi(bench.vf(1)).machine().p2pStreams()).containsExactly(ID);
    }

    @Test
    @Tag("GAP-P2P-05")
    @Tag("T-128")
    void streamKeyedOverAnotherSessionIsNotBound() {
        var profile = DeviceProfile.SPEC.withIde(DeviceProfile.SPEC.ide().without(IdeSwitch.CHECK_OWNER));
        Bench other = new Bench(profile).enumerate(2).secure();
        other.enableTranslation(other.vf(1));
        Peers.configure(other, Peers.settings(Peers.PEER_STREAM, 0x0201, Bench.VF_BAR0 + Peers.SHIFT));
        IdeKmRequester foreign = other.ideKm(0x1234_5678L);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            foreign.program(0, Peers.PEER_STREAM, slot, IdeKey.random(random));
            foreign.start(0, Peers.PEER_STREAM, slot);
        }
        Peers.enable(other);
        assertThat(other.streamStatus(Peers.BLOCK)).isEqualTo(2);
        other.run(other.vf(1), P2P);

        assertThatThrownBy(() -> Peers.requester(other, other.vf(1)).bindP2p(ID))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_REQUEST));
        assertThat(other.state(other.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-P2P-06")
    @Tag("GAP-P2P-13")
    @Tag("T-128")
    void defaultStreamIsNeitherBoundNorUnbound() {
        TdispRequester requester = run();

        assertRefused(() -> requester.bindP2p(Bench.STREAM.value()), TdispErrorCode.INVALID_REQUEST);
        assertRefused(() -> requester.unbindP2p(Bench.STREAM.value()), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-P2P-07")
    @Tag("T-128")
    void boundStreamIsNotBoundAgainNorOneThatNoBlockHas() {
        secure(ID);
        TdispRequester requester = run();
        requester.bindP2p(ID);

        assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_REQUEST);
        assertRefused(() -> requester.bindP2p(0x21), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-P2P-18")
    @Tag("T-128")
    void asManyStreamsAreBoundAsThereAreBlocksAndNoneMore() {
        Bench wide = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2))).enumerate(2);
        wide.enableTranslation(wide.vf(1));
        wide.secure();
        List<IdeRegisters.StreamBlock> blocks =
                wide.device().physicalFunction().registers().ide().streams();
        for (int block = 1; block < blocks.size(); block++) {
            secure(wide, blocks.get(block), block);
        }
        wide.run(wide.vf(1), P2P);
        TdispRequester requester = Peers.requester(wide, wide.vf(1));

        for (int block = 1; block < blocks.size(); block++) {
            requester.bindP2p(ID + block);
        }

        Set<Integer> bound = Set.copyOf(wide.tdi(wide.vf(1)).machine().p2pStreams());
        assertThat(bound).hasSize(7);
        assertThatThrownBy(() -> requester.bindP2p(ID + blocks.size()))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_REQUEST));
        assertThat(wide.tdi(wide.vf(1)).machine().p2pStreams()).isEqualTo(bound);
        requester.unbindP2p(ID + 4);
        requester.bindP2p(ID + 4);
        assertThat(wide.tdi(wide.vf(1)).machine().p2pStreams()).isEqualTo(bound);
    }

    /** A stream to a peer of its own at a window of its own, in one of several blocks. */
    private void secure(Bench wide, IdeRegisters.StreamBlock block, int index) {
        var id = new StreamId(ID + index);
        IdeStreamSettings settings = Peers.settings(id, 0x0200 + 0x10 * index, Peers.SHIFT * (0x10 + index));
        List<Long> values = settings.toRegisters(3, false, IdeStreamState.INSECURE);
        int control = block.control().offset();
        for (int i = 3; i < values.size(); i++) {
            wide.write(Bench.PF, control - 4 + 4 * i, 4, values.get(i));
        }
        wide.write(Bench.PF, control, 4, values.get(1));
        IdeKmRequester keys = wide.ideKm(Bench.SESSION);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            program(keys, id.value(), slot);
            keys.start(0, id, slot);
        }
        wide.write(Bench.PF, control, 4, values.get(1) | 1);
    }

    @Test
    @Tag("GAP-P2P-08")
    @Tag("T-128")
    void idThatTwoBlocksHaveIsNotBound() {
        bench.stop(bench.vf(1));
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        Bench twins = Bench.enumerated(2);
        twins.enableTranslation(twins.vf(1));
        Peers.configure(twins, Peers.settings(Bench.STREAM, 0x0201, Bench.VF_BAR0 + Peers.SHIFT));
        twins.secure();

        twins.run(twins.vf(1), P2P);

        assertThatThrownBy(() -> Peers.requester(twins, twins.vf(1)).bindP2p(Bench.STREAM.value()))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_REQUEST));
        assertThat(twins.tdi(twins.vf(1)).bindP2pStream(Bench.SESSION, Bench.STREAM.value()))
                .hasValueSatisfying(refusal -> assertThat(refusal.reason()).contains("2 register blocks"));
    }

    @ParameterizedTest
    @CsvSource({"0x0008, 0x5002000000", "0x0007, 0x5002000000", "0x0200, 0x5002000000"})
    @Tag("GAP-P2P-09")
    @Tag("T-128")
    void associationsMustNotOverlap(String firstFunction, String window) {
        int function = Integer.decode(firstFunction);
        Peers.configure(bench, Peers.settings(Peers.PEER_STREAM, function, Long.decode(window)));
        key(ID, Bench.SESSION);
        TdispRequester requester = run();

        boolean overlaps = function <= 0x0008 && function + 1 >= 0x0008;
        if (overlaps) {
            assertRefused(() -> requester.bindP2p(ID), TdispErrorCode.INVALID_REQUEST);
        } else {
            requester.bindP2p(ID);
        }
    }

    @Test
    @Tag("GAP-P2P-12")
    @Tag("T-130")
    void streamThatWasNeverBoundIsNotUnbound() {
        secure(ID);
        TdispRequester requester = run();

        assertRefused(() -> requester.unbindP2p(ID), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("T-130")
    void streamOfAnotherInterfaceIsNotUnbound() {
        secure(ID);
        bench.enableTranslation(bench.vf(2));
        bench.run(bench.vf(2), P2P);
        Peers.requester(bench, bench.vf(2)).bindP2p(ID);
        TdispRequester requester = run();

        assertRefused(() -> requester.unbindP2p(ID), TdispErrorCode.INVALID_REQUEST);
        assertThat(bench.tdi(bench.vf(2)).machine().p2pStreams()).containsExactly(ID);
    }

    @Test
    @Tag("GAP-P2P-20")
    void streamZeroIsAStreamLikeAnyOther() {
        secure(0);
        TdispRequester requester = run();
        assertRefused(() -> requester.unbindP2p(0), TdispErrorCode.INVALID_REQUEST);

        requester.bindP2p(0);

        assertThat(bench.tdi(bench.vf(1)).machine().p2pStreams()).containsExactly(0);
        assertRefused(() -> requester.bindP2p(0), TdispErrorCode.INVALID_REQUEST);
        requester.unbindP2p(0);
        assertThat(bench.tdi(bench.vf(1)).machine().p2pStreams()).isEmpty();
    }

    /** Enabled, the other registers of a block are read-only, so that Enable is what a host can still change. */
    @ParameterizedTest
    @CsvSource({"true, ERROR", "false, RUN"})
    @Tag("T-131")
    @Tag("T-104")
    @Tag("GAP-P2P-14")
    void registersOfABoundStreamAreLockedUntilItIsUnbound(boolean bound, TdiState expected) {
        secure(ID);
        TdispRequester requester = run();
        requester.bindP2p(ID);
        if (!bound) {
            requester.unbindP2p(ID);
        }

        bench.setStreamControl(Peers.BLOCK, bench.streamControl(Peers.BLOCK) & ~1L);
        bench.write(Bench.PF, REGISTERS + 8, 4, 0x0300_00);
        bench.write(Bench.PF, REGISTERS + 16, 4, 0x0010_0001);

        assertThat(bench.state(bench.vf(1))).isEqualTo(expected);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @Test
    @Tag("GAP-SRI-10")
    void bindingIsLostWithItsInterfaceAlone() {
        secure(ID);
        bench.enableTranslation(bench.vf(2));
        bench.run(bench.vf(2), P2P);
        TdispRequester requester = run();
        requester.bindP2p(ID);

        bench.setStreamControl(Peers.BLOCK, bench.streamControl(Peers.BLOCK) & ~1L);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
        bench.stop(bench.vf(1));
        assertThat(bench.tdi(bench.vf(1)).machine().p2pStreams()).isEmpty();
        secureAgain();
        Peers.requester(bench, bench.vf(2)).bindP2p(ID);
    }

    private void secureAgain() {
        IdeStreamSettings settings = Peers.settings(Peers.PEER_STREAM, 0x0201, Bench.VF_BAR0 + Peers.SHIFT);
        Peers.configure(bench, settings);
        key(ID, Bench.SESSION);
    }
}
