package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.ConfigWrite;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.function.DeviceFunction;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TdiTrackingTest {
    private static final RequesterId VF1 = new RequesterId(0x0101);

    private final Bench bench = Bench.enumerated(2).secure();

    /** A row of the table of tracked registers: what a write does to the interfaces of PF and VF. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "tracked-registers.csv", numLinesToSkip = 1)
    @Tag("P-111")
    @Tag("P-115")
    @Tag("T-098")
    @Tag("T-099")
    @Tag("T-100")
    @Tag("T-101")
    @Tag("T-102")
    @Tag("T-103")
    @Tag("T-104")
    void writeToARegisterDoesWhatTheTableSays(
            String what, String function, String offset, int size, String value, TdiState physical, TdiState virtual) {
        for (boolean running : new boolean[] {false, true}) {
            Bench fresh = Bench.enumerated(2).secure();
            reach(fresh, fresh.pf(), running);
            reach(fresh, fresh.vf(1), running);

            fresh.write(target(function), Integer.decode(offset), size, Long.decode(value));

            assertThat(fresh.state(fresh.pf())).as("PF").isEqualTo(expected(physical, running));
            assertThat(fresh.state(fresh.vf(1))).as("VF").isEqualTo(expected(virtual, running));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "tracked-registers.csv", numLinesToSkip = 1)
    @Tag("P-111")
    void requestThatWritesATrackedRegisterIsCompleted(
            String what, String function, String offset, int size, String value, TdiState physical, TdiState virtual) {
        bench.run(bench.pf());
        bench.run(bench.vf(1));
        var out = WireWriter.create();
        out.u64("value", Long.decode(value));
        Bytes payload = out.toBytes().slice(0, size);

        Optional<Completion> completion = bench.send(new LinkFrame.Plain(
                new ConfigWrite(FakeHost.ROOT_PORT, 7, target(function), Integer.decode(offset), payload)));

        assertThat(completion)
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.SUCCESSFUL))
                .hasValueSatisfying(c -> assertThat(c.tag()).isEqualTo(7));
        assertThat(bench.state(bench.pf())).as("PF").isEqualTo(physical);
        assertThat(bench.state(bench.vf(1))).as("VF").isEqualTo(virtual);
    }

    private static TdiState expected(TdiState whenRunning, boolean running) {
        return whenRunning == TdiState.RUN && !running ? TdiState.CONFIG_LOCKED : whenRunning;
    }

    private static RequesterId target(String function) {
        return function.equals("PF") ? Bench.PF : VF1;
    }

    private static void reach(Bench bench, DeviceFunction function, boolean running) {
        if (running) {
            bench.run(function);
        } else {
            bench.lock(function);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "tracked-registers.csv", numLinesToSkip = 1)
    @Tag("P-113")
    @Tag("T-106")
    void unlockedInterfacesDoNotMind(
            String what, String function, String offset, int size, String value, TdiState physical, TdiState virtual) {
        bench.write(target(function), Integer.decode(offset), size, Long.decode(value));

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "tracked-registers.csv", numLinesToSkip = 1)
    @Tag("P-112")
    void writingThePresentValueIsNoModification(
            String what, String function, String offset, int size, String value, TdiState physical, TdiState virtual) {
        bench.lock(bench.pf());
        bench.lock(bench.vf(1));
        int at = Integer.decode(offset);

        bench.write(target(function), at, size, bench.read(target(function), at, size));

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void presentValueCountsIfTheProfileSaysSo() {
        TdispProfile profile = TdispProfile.SPEC.with(TdispSwitch.IDENTICAL_WRITE_IS_MODIFICATION);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();
        other.lock(other.pf());

        other.write(Bench.PF, 0x10, 4, other.read(Bench.PF, 0x10, 4));

        assertThat(other.state(other.pf())).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("P-111")
    @Tag("T-099")
    void writeThatEndsALockTakesItsNormalEffect() {
        bench.run(bench.pf());

        bench.write(Bench.PF, 0x14, 4, 0x41);

        assertThat(bench.read(Bench.PF, 0x14, 4)).isEqualTo(0x41);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-099")
    void sizingABarEndsTheLock() {
        bench.lock(bench.pf());
        long before = bench.read(Bench.PF, 0x10, 4);

        bench.write(Bench.PF, 0x10, 4, 0xFFFF_FFFFL);
        bench.write(Bench.PF, 0x10, 4, before);

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-101")
    void msixControlIsTrackedOnlyIfTheTableIsLocked() {
        bench.lock(bench.vf(1));
        bench.write(VF1, 0x52, 2, 0x8000);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
        bench.stop(bench.vf(1));
        bench.lock(bench.vf(1), LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));

        bench.write(VF1, 0x52, 2, 0xC000);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("P-114")
    @Tag("T-104")
    void registersOfAnotherStreamAreFree() {
        bench.run(bench.vf(1));

        bench.setStreamControl(1, 0x2200_0000);
        bench.write(Bench.PF, 0x1F8, 4, 0x0100);
        bench.setStreamControl(1, 0x2200_0001);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-094")
    void streamThatStopsProtectingEndsTheInterfacesBoundToIt() {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));

        bench.setStreamControl(0, bench.streamControl(0) & ~1L);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("T-094")
    @Tag("P-114")
    void streamNobodyIsBoundToMayStop() {
        var other = new StreamId(0x20);
        bench.configureStream(1, other, 0);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        var mirror = bench.host()
                .port()
                .addStream(IdeStreamSettings.of(other, dev.tdisp.core.ide.RidRange.ALL, java.util.List.of()));
        keys.programAll(0, mirror, Bench.SESSION, KeySet.K0);
        keys.startAll(0, mirror, KeySet.K0);
        bench.run(bench.vf(1));
        bench.setStreamControl(1, bench.streamControl(1) | 1);
        assertThat(bench.streamStatus(1)).isEqualTo(2);

        bench.setStreamControl(1, bench.streamControl(1) & ~1L);

        assertThat(bench.streamStatus(1)).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-097")
    void refreshedKeysAreNoEvent() {
        bench.run(bench.vf(1));
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        keys.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K1);
        keys.startAll(0, bench.hostStream(), KeySet.K1);

        assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 64, Way.TRUSTED))
                .isEqualTo(2);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @Test
    @Tag("P-083")
    void stoppedKeyInUseEndsTheInterface() {
        bench.run(bench.vf(1));

        bench.ideKm(Bench.SESSION)
                .stop(
                        0,
                        Bench.STREAM,
                        dev.tdisp.core.ide.KeySlotId.of(KeySet.K0).get(0));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-091")
    void resetOfAVirtualFunctionEndsItsOwnInterface() {
        bench.run(bench.pf());
        bench.run(bench.vf(1));
        bench.run(bench.vf(2));

        bench.write(VF1, 0x78, 2, 0x8000);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-092")
    void resetOfThePhysicalFunctionEndsAllInterfaces() {
        bench.run(bench.pf());
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));

        bench.write(Bench.PF, 0x78, 2, 0xA93F);

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("P-115")
    @Tag("P-035")
    void interfaceOfADisabledFunctionIsStillInErrorWhenItComesBack() {
        bench.run(bench.vf(1));
        bench.writeMemory(Bench.VF_BAR0 + 0x2000, dev.tdisp.core.wire.Bytes.filled(0xAA, 8), Way.TRUSTED);

        bench.write(Bench.PF, 0x168, 2, 0x38);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
        bench.write(Bench.PF, 0x168, 2, 0x39);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        bench.stop(bench.vf(1));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("P-116")
    void newBusNumberEndsAllInterfaces() {
        bench.run(bench.pf());
        bench.lock(bench.vf(1));

        bench.write(RequesterId.of(7, 0, 0), 0x0C, 1, 0);

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-090")
    @Tag("T-107")
    void conventionalResetUnlocksEveryInterface() {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));
        bench.run(bench.pf());

        bench.device().conventionalReset();

        for (DeviceFunction function : new DeviceFunction[] {bench.pf(), bench.vf(1), bench.vf(2)}) {
            assertThat(bench.state(function)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(bench.tdi(function).machine().hasNonce()).isFalse();
            assertThat(bench.device().engines().engine(function).isClear()).isTrue();
        }
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("T-105")
    void sleepWithoutLossOfStateIsNoEvent() {
        bench.lock(bench.pf());

        bench.write(Bench.PF, 0x44, 2, 3);
        bench.write(Bench.PF, 0x44, 2, 0);

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void traceShowsTheRegisterBeforeTheState() {
        bench.run(bench.vf(1));
        int before = bench.trace().size();

        bench.write(VF1, 0x04, 2, 0);

        var events = bench.trace().eventsFrom(before);
        assertThat(events.get(0)).isInstanceOf(TraceEvent.RegisterWrite.class);
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        TraceEvent.StateChange.class,
                        change -> assertThat(change.to()).isEqualTo("ERROR"));
    }
}
