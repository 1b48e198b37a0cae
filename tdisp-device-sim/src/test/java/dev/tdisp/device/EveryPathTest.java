package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way out of RUN, and behind each of them every path by which a byte of the guest could be seen. */
class EveryPathTest {
    private static final DeviceMode DEBUGGED =
            new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE | 0x10);

    private final Peers peers = new Peers().secure();
    private final Bench bench = peers.right();
    private final DeviceFunction vf = bench.vf(1);
    private final GuestData guest = new GuestData(bench);

    /** A way out of RUN. */
    enum WayOut {
        STOP(bench -> bench.stop(bench.vf(1))),
        STOP_AMID_WORK(bench -> amidWork(bench, () -> bench.stop(bench.vf(1)))),
        RESET_AMID_WORK(bench -> amidWork(bench, () -> bench.write(bench.vf(1), "Device Control", 0x8000))),
        CONVENTIONAL_RESET_AMID_WORK(
                bench -> amidWork(bench, () -> bench.device().conventionalReset())),
        FUNCTION_LEVEL_RESET(bench -> bench.write(bench.vf(1), "Device Control", 0x8000)),
        FUNCTION_LEVEL_RESET_OF_THE_PHYSICAL_FUNCTION(bench -> bench.write(bench.pf(), "Device Control", 0x8000)),
        VIRTUAL_FUNCTIONS_DISABLED(bench -> bench.write(bench.pf(), "SR-IOV Control", 0)),
        CONVENTIONAL_RESET(bench -> bench.device().conventionalReset()),
        HOT_RESET(bench -> bench.device().hotReset()),
        END_OF_THE_SESSION(bench -> bench.device().dsm().protocols().sessionEnded(Bench.SESSION)),
        STREAM_DISABLED(bench -> bench.setStreamControl(0, bench.streamControl(0) & ~1L)),
        PEER_STREAM_DISABLED(bench -> bench.setStreamControl(Peers.BLOCK, bench.streamControl(Peers.BLOCK) & ~1L)),
        PACKET_FORGED(EveryPathTest::forge),
        PACKET_POISONED(EveryPathTest::poison),
        REQUEST_REFUSED(bench -> fail(bench, Optional.of(CompletionStatus.UNSUPPORTED_REQUEST))),
        REQUEST_WITHOUT_ANSWER(bench -> fail(bench, Optional.empty())),
        BUS_MASTER_OFF(bench -> bench.write(bench.vf(1), "Command", 0)),
        TRACKED_REGISTER_WRITTEN(bench -> bench.write(bench.pf(), "Device Control", 0x283F)),
        FIRMWARE_FORCED(bench ->
                bench.device().firmware().force(bench.device().firmware().running())),
        DEBUGGED_INVASIVELY(bench -> bench.device().firmware().authoriseDebug(DEBUGGED));

        private final Consumer<Bench> action;

        WayOut(Consumer<Bench> action) {
            this.action = action;
        }

        private boolean needsEnumeration() {
            return Set.of(
                            CONVENTIONAL_RESET_AMID_WORK,
                            FUNCTION_LEVEL_RESET_OF_THE_PHYSICAL_FUNCTION,
                            VIRTUAL_FUNCTIONS_DISABLED,
                            CONVENTIONAL_RESET,
                            HOT_RESET)
                    .contains(this);
        }
    }

    private static void amidWork(Bench bench, Runnable action) {
        bench.host().beforeReceiving(frame -> {});
        bench.host().beforeAnswer(() -> {
            bench.host().beforeAnswer(() -> {});
            action.run();
        });
        bench.startCopy(bench.vf(1), GuestData.PRIVATE, GuestData.PRIVATE + 0x2000, 32, Way.TRUSTED);
    }

    private static void forge(Bench bench) {
        var frame = (LinkFrame.Protected) bench.frame(bench.host().read(Bench.engine(bench.vf(1)), 4), Way.TRUSTED);
        Bytes mac = frame.mac().with(0, frame.mac().at(0) ^ 1);
        bench.device().receive(new LinkFrame.Protected(frame.prefix(), frame.header(), frame.ciphertext(), mac));
    }

    private static void poison(Bench bench) {
        TlpAttributes attributes = TlpAttributes.DEFAULT.withPoisoned(true);
        long address = Bench.engine(bench.vf(1)) + 0x2000;
        bench.send(bench.frame(
                new MemoryWrite(FakeHost.ROOT_PORT, 0, address, Bytes.filled(1, 8), attributes), Way.TRUSTED));
    }

    private static void fail(Bench bench, Optional<CompletionStatus> status) {
        bench.host().answerReads(read -> status);
        bench.vf(1).dma().read(GuestData.PRIVATE, 32);
        bench.host().answerReads(read -> Optional.of(CompletionStatus.SUCCESSFUL));
    }

    private void leaveDataEverywhere() {
        guest.leave(Peers.parameters(Peers.EVERY_BIT, LockFlag.LOCK_MSIX));
        Peers.requester(bench, vf).bindP2p(Peers.PEER_STREAM.value());
        assertThat(guest.leaks(LeftoverPath.PEER.look(peers)))
                .as("what the peer reads")
                .isNotEmpty();
    }

    private void assertNothingSeen(String when) {
        bench.host().put(GuestData.PRIVATE, Bytes.filled(0, 0x3000));
        bench.host().forgetReceived();
        for (LeftoverPath path : LeftoverPath.values()) {
            assertThat(guest.leaks(path.look(peers))).as("%s, %s", when, path).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-STP-06")
    @Tag("GAP-STP-07")
    @Tag("GAP-STP-11")
    @Tag("GAP-RST-15")
    @Tag("GAP-DAT-07")
    @Tag("T-088")
    @Tag("T-090")
    @Tag("P-108")
    void behindNoWayOutIsAByteOfTheGuestOnAnyPath(WayOut out) {
        leaveDataEverywhere();

        out.action.accept(bench);
        assertThat(bench.state(vf)).isIn(TdiState.ERROR, TdiState.CONFIG_UNLOCKED);
        assertThat(vf.translations().size()).as("translations").isZero();
        if (out.needsEnumeration()) {
            bench.enumerate(2);
        }
        assertNothingSeen("before STOP");
        bench.stop(vf);
        assertNothingSeen("after STOP");

        assertThat(bench.state(vf)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(guest.leaks(ReachableBytes.from(bench.device())))
                .as("inside the device")
                .isEmpty();
    }

    @Test
    void pathsOfTheGuestItselfShowItsDataWhileItRuns() {
        leaveDataEverywhere();
        bench.copy(vf, GuestData.PRIVATE, GuestData.PRIVATE + 0x1000, 32, Way.TRUSTED);

        assertThat(guest.leaks(LeftoverPath.MEMORY.look(peers))).isNotEmpty();
        assertThat(guest.leaks(LeftoverPath.PEER.look(peers))).isNotEmpty();
        assertThat(guest.leaks(LeftoverPath.LINK.look(peers))).isNotEmpty();
        assertThat(guest.leaks(ReachableBytes.from(bench.device()))).isNotEmpty();
    }
}
