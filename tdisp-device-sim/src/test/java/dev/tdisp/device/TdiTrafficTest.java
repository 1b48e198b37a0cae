package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DmaResult;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TdiTrafficTest {
    private static final long TEE = Bench.VF_BAR0 + 0x2000;
    private static final long NON_TEE = Bench.VF_BAR0 + 0x1000;
    private static final long MSIX = Bench.VF_BAR2;
    private static final long FROM = Bench.HOST_BUFFER;
    private static final long TO = Bench.HOST_BUFFER + 0x10_0000;
    private static final Bytes DATA = Bytes.fromHex("a1a2a3a4");

    private final Bench bench = Bench.enumerated(2).secure();

    private void reach(TdiState state, LockParameters parameters) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // as after a reset
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1), parameters);
            case RUN -> bench.run(bench.vf(1), parameters);
            case ERROR -> {
                bench.run(bench.vf(1), parameters);
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 4);
            }
        }
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
        bench.host().forgetReceived();
    }

    private LockParameters withMsix() {
        return LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value());
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, true, true, false",
        "CONFIG_LOCKED, false, false, false",
        "RUN, false, false, true",
        "ERROR, false, false, false"
    })
    @Tag("P-103")
    @Tag("T-114")
    @Tag("T-115")
    @Tag("T-116")
    @Tag("T-126")
    void teeMemoryIsReachedAsTheStateSays(TdiState state, boolean clear, boolean untrusted, boolean trusted) {
        reach(state, bench.parameters());

        assertReach(TEE, Way.CLEAR, clear);
        assertReach(TEE, Way.UNTRUSTED, untrusted);
        assertReach(TEE, Way.TRUSTED, trusted);
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, true, true, false",
        "CONFIG_LOCKED, true, true, false",
        "RUN, true, true, true",
        "ERROR, true, true, false"
    })
    @Tag("P-104")
    @Tag("T-117")
    void nonTeeMemoryIsAlwaysReachedWithoutTrust(TdiState state, boolean clear, boolean untrusted, boolean trusted) {
        reach(state, bench.parameters());

        assertThat(bench.readMemory(NON_TEE, 4, Way.CLEAR).isPresent()).isEqualTo(clear);
        assertThat(bench.readMemory(NON_TEE, 4, Way.UNTRUSTED).isPresent()).isEqualTo(untrusted);
        assertThat(bench.readMemory(NON_TEE, 4, Way.TRUSTED).isPresent()).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, false, true, false",
        "CONFIG_LOCKED, false, true, false",
        "RUN, false, true, true",
        "ERROR, false, true, false",
        "CONFIG_LOCKED, true, false, false",
        "RUN, true, false, true",
        "ERROR, true, false, false"
    })
    @Tag("T-118")
    @Tag("GAP-CFG-10")
    void msixTableIsReachedAsItsLockSays(TdiState state, boolean locked, boolean clear, boolean trusted) {
        reach(state, locked ? withMsix() : bench.parameters());

        assertThat(bench.readMemory(MSIX, 4, Way.CLEAR).isPresent()).isEqualTo(clear);
        assertThat(bench.readMemory(MSIX + 0x1_0000, 8, Way.CLEAR).isPresent()).isEqualTo(clear);
        assertThat(bench.readMemory(MSIX, 4, Way.TRUSTED).isPresent()).isEqualTo(trusted);
    }

    private void assertReach(long address, Way way, boolean expected) {
        bench.writeMemory(address, DATA, way);
        Optional<Bytes> read = bench.readMemory(address, 4, way);

        assertThat(read.isPresent()).as("%s", way).isEqualTo(expected);
        read.ifPresent(content -> assertThat(content).isEqualTo(DATA));
        if (!expected) {
            Bytes inside = bench.device().engines().memory(bench.vf(1)).read(0, 4);
            assertThat(inside).isIn(Bytes.filled(0, 4), DATA);
        }
    }

    @Test
    @Tag("P-103")
    void rejectedWriteChangesNothing() {
        bench.run(bench.vf(1));
        bench.writeMemory(TEE, DATA, Way.TRUSTED);

        bench.writeMemory(TEE, Bytes.filled(0, 4), Way.CLEAR);
        bench.writeMemory(TEE, Bytes.filled(0, 4), Way.UNTRUSTED);

        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).contains(DATA);
        assertThat(bench.read(bench.vf(1).requesterId(), 0x7A, 2) & 8).isNotZero();
        assertThat(bench.trace().events())
                .filteredOn(event -> event.summary().contains("rejects MWr"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"CONFIG_UNLOCKED, DONE", "CONFIG_LOCKED, BLOCKED", "RUN, DONE", "ERROR, BLOCKED"})
    @Tag("P-105")
    @Tag("P-106")
    @Tag("P-108")
    @Tag("T-119")
    @Tag("T-120")
    @Tag("P-127")
    void dmaLeavesAsTheStateSays(TdiState state, DmaResult.Status expected) {
        bench.host().put(FROM, DATA);
        reach(state, bench.parameters());

        DmaResult read = bench.vf(1).dma().read(FROM, 4);
        DmaResult written = bench.vf(1).dma().write(TO, DATA);

        assertThat(read.status()).isEqualTo(expected);
        assertThat(written.status()).isEqualTo(expected);
        boolean trusted = state == TdiState.RUN;
        assertThat(bench.host().received())
                .hasSize(expected == DmaResult.Status.DONE ? 2 : 0)
                .allMatch(r -> r.trusted() == trusted && r.stream().equals(Optional.of(Bench.STREAM)));
    }

    @Test
    @Tag("P-106")
    void engineOfARunningInterfaceWorksForItsGuest() {
        bench.host().put(FROM, Bytes.filled(0x77, 5000));
        bench.run(bench.vf(1));

        long status = bench.copy(bench.vf(1), FROM, TO, 5000, Way.TRUSTED);

        assertThat(status).isEqualTo(2);
        assertThat(bench.host().at(TO, 5000)).isEqualTo(Bytes.filled(0x77, 5000));
        assertThat(bench.host().received()).allMatch(FakeHost.Received::trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, false, 1, false",
        "CONFIG_LOCKED, false, 1, false",
        "CONFIG_LOCKED, true, 1, false",
        "RUN, false, 1, false",
        "RUN, true, 1, true",
        "ERROR, false, 0, false",
        "ERROR, true, 0, false"
    })
    @Tag("P-105")
    @Tag("P-107")
    @Tag("T-121")
    void interruptsLeaveAsTheTablesLockSays(TdiState state, boolean locked, int count, boolean trusted) {
        bench.write(bench.vf(1).requesterId(), 0x52, 2, 0x8000);
        bench.writeMemory(MSIX, Bytes.fromHex("0000e0fe 00000000"));
        bench.writeMemory(MSIX + 8, Bytes.fromHex("41000000 00000000"));
        reach(state, locked ? withMsix() : bench.parameters());

        bench.vf(1).interrupts().raise(0);

        assertThat(bench.host().received()).hasSize(count).allMatch(r -> r.trusted() == trusted);
    }

    @Test
    void interruptsInErrorAreSentIfTheProfileSaysSo() {
        TdispProfile profile = TdispProfile.SPEC.with(TdispSwitch.INTERRUPTS_IN_ERROR);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();
        other.write(other.vf(1).requesterId(), 0x52, 2, 0x8000);
        other.writeMemory(MSIX + 8, Bytes.fromHex("41000000 00000000"));
        other.run(other.vf(1));
        other.device().interfaceOf(other.vf(1)).failed(dev.tdisp.device.function.TrafficPolicy.RequestFailure.REFUSED);
        other.host().forgetReceived();

        other.vf(1).interrupts().raise(0);

        assertThat(other.host().received()).hasSize(1).noneMatch(FakeHost.Received::trusted);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompletionStatus.class,
            names = {"UNSUPPORTED_REQUEST", "COMPLETER_ABORT"})
    @Tag("P-110")
    @Tag("P-123")
    @Tag("T-111")
    void refusedDmaOfARunningInterfaceIsAnError(CompletionStatus status) {
        bench.run(bench.vf(1));
        bench.host().answerReads(read -> Optional.of(status));

        bench.startCopy(bench.vf(1), FROM, TO, 4, Way.TRUSTED);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("P-110")
    @Tag("T-111")
    void timeoutOfARunningInterfaceIsAnError() {
        bench.run(bench.vf(1));
        bench.host().answerReads(read -> Optional.empty());

        bench.vf(1).dma().read(FROM, 4);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("P-110")
    @Tag("T-110")
    void poisonedCompletionOfARunningInterfaceIsAnError() {
        bench.run(bench.vf(1));
        bench.host().poisonCompletions();

        bench.vf(1).dma().read(FROM, 4);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-110")
    void poisonedWriteToARunningInterfaceIsAnError() {
        bench.run(bench.vf(1));
        var poisoned = new MemoryWrite(FakeHost.ROOT_PORT, 0, TEE, DATA, TlpAttributes.DEFAULT.withPoisoned(true));

        bench.send(bench.frame(poisoned, Way.TRUSTED));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    void failedDmaOfAnUnlockedInterfaceIsNone() {
        bench.host().answerReads(read -> Optional.empty());

        bench.vf(1).dma().read(FROM, 4);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("T-088")
    @Tag("P-108")
    void stopScrubsWhatTheGuestLeft() {
        bench.run(bench.vf(1));
        bench.writeMemory(TEE, DATA, Way.TRUSTED);
        bench.set(bench.vf(1), EngineRegister.KEY_0, 0x1234, Way.TRUSTED);
        bench.copy(bench.vf(1), FROM, TO, 64, Way.TRUSTED);

        bench.stop(bench.vf(1));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).contains(Bytes.filled(0, 4));
        assertThat(bench.device().engines().engine(bench.vf(1)).isClear()).isTrue();
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    @Tag("P-108")
    void errorKeepsTheGuestsDataSealedUntilStop() {
        bench.run(bench.vf(1));
        bench.writeMemory(TEE, DATA, Way.TRUSTED);

        bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);

        for (Way way : Way.values()) {
            assertThat(bench.readMemory(TEE, 4, way)).isEmpty();
        }
        bench.stop(bench.vf(1));
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).contains(Bytes.filled(0, 4));
    }

    @Test
    @Tag("T-133")
    @Tag("T-134")
    @Tag("T-135")
    @Tag("T-074")
    void updatableRangeIsSharedWhileTheGuestWantsIt() {
        bench.run(bench.vf(1));
        var requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.capabilities();
        var ranges = requester.report().mmioRanges();

        requester.setMmioAttribute(ranges.get(2), true);
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).isPresent();
        assertThat(requester.report().mmioRanges()).isEqualTo(ranges);
        requester.setMmioAttribute(ranges.get(2), false);
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).isEmpty();

        requester.setMmioAttribute(ranges.get(2), true);
        bench.stop(bench.vf(1));
        bench.run(bench.vf(1));
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).isEmpty();
    }

    @Test
    void switchesOpenWhatTheyName() {
        TdispProfile profile = TdispProfile.SPEC
                .with(TdispSwitch.TRUSTED_ACCESS_WHEN_LOCKED)
                .with(TdispSwitch.TRUSTED_ACCESS_TO_NON_TEE_REJECTED)
                .with(TdispSwitch.UNTRUSTED_ACCESS_WHEN_UNLOCKED_REJECTED);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();

        assertThat(other.readMemory(TEE, 4, Way.CLEAR)).isEmpty();
        other.lock(other.vf(1));
        assertThat(other.readMemory(TEE, 4, Way.TRUSTED)).isPresent();
        other.stop(other.vf(1));
        other.run(other.vf(1));
        assertThat(other.readMemory(NON_TEE, 4, Way.TRUSTED)).isEmpty();
    }
}
