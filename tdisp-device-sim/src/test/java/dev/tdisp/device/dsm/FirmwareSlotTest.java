package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.Way;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterSession;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareSlotTest {
    private static final DeviceFirmware NEWER = new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE);
    private static final DeviceFirmware SAME_SECURITY = new DeviceFirmware("1.0.1", 1, DeviceMode.IN_USE);
    private static final DeviceFirmware OLDER = new DeviceFirmware("0.9.0", 0, DeviceMode.IN_USE);
    private static final DeviceMode DEBUGGED =
            new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE | 0x10);

    private final Bench bench = Bench.enumerated(2).secure();

    private LockParameters parameters(boolean noUpdate) {
        LockFlags flags = noUpdate ? LockFlags.of(LockFlag.NO_FW_UPDATE) : LockFlags.NONE;
        return LockParameters.of(flags, Bench.STREAM.value());
    }

    private FirmwareSlot firmware() {
        return bench.device().firmware();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_LOCKED, true, REFUSED_BY_LOCK",
        "RUN, true, REFUSED_BY_LOCK",
        "CONFIG_LOCKED, false, ACCEPTED",
        "RUN, false, ACCEPTED",
        "ERROR, true, ACCEPTED",
        "CONFIG_UNLOCKED, true, ACCEPTED"
    })
    @Tag("T-112")
    @Tag("GAP-RSV-15")
    @Tag("GAP-RSV-16")
    @Tag("GAP-CFG-26")
    @Tag("GAP-SRI-19")
    void updateIsRefusedExactlyWhileAnInterfaceIsLockedAgainstIt(
            TdiState state, boolean noUpdate, FirmwareOutcome expected) {
        reach(state, noUpdate);

        FirmwareOutcome outcome = firmware().update(NEWER);

        assertThat(outcome).isEqualTo(expected);
        assertThat(firmware().running()).isEqualTo(outcome.isAccepted() ? NEWER : DeviceFirmware.FACTORY);
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    private void reach(TdiState state, boolean noUpdate) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                bench.run(bench.vf(1), parameters(noUpdate));
                bench.stop(bench.vf(1));
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1), parameters(noUpdate));
            case RUN -> bench.run(bench.vf(1), parameters(noUpdate));
            case ERROR -> {
                bench.run(bench.vf(1), parameters(noUpdate));
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T-067")
    @Tag("T-112")
    void reportSaysWhetherUpdatesAreKeptOut(boolean noUpdate) {
        bench.lock(bench.vf(1), parameters(noUpdate));
        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.capabilities();

        boolean said = requester.report().interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE);

        assertThat(said).isEqualTo(noUpdate);
        assertThat(firmware().update(NEWER).isAccepted()).isNotEqualTo(noUpdate);
    }

    @Test
    @Tag("T-112")
    @Tag("GAP-SRI-19")
    void oneInterfaceOfManyKeepsUpdatesOutUntilItStops() {
        bench.run(bench.pf(), parameters(false));
        bench.run(bench.vf(1), parameters(false));
        bench.lock(bench.vf(2), parameters(true));

        assertThat(firmware().update(NEWER)).isEqualTo(FirmwareOutcome.REFUSED_BY_LOCK);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        bench.stop(bench.vf(2));

        assertThat(firmware().update(NEWER)).isEqualTo(FirmwareOutcome.ACCEPTED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-113")
    void olderSecurityVersionDoesNotGetInBesideALockedInterface() {
        bench.run(bench.vf(1), parameters(false));

        assertThat(firmware().update(OLDER)).isEqualTo(FirmwareOutcome.REFUSED_DOWNGRADE);
        assertThat(firmware().running()).isEqualTo(DeviceFirmware.FACTORY);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(firmware().update(SAME_SECURITY)).isEqualTo(FirmwareOutcome.ACCEPTED);

        bench.stop(bench.vf(1));
        assertThat(firmware().update(OLDER)).isEqualTo(FirmwareOutcome.ACCEPTED);
    }

    @Test
    @Tag("T-113")
    void downgradeCostsTheInterfacesIfTheProfileSaysSo() {
        var profile = DeviceProfile.SPEC.tdisp().with(TdispSwitch.FIRMWARE_DOWNGRADE_ALLOWED);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(2).secure();
        other.run(other.vf(1));
        other.writeMemory(Bench.VF_BAR0 + 0x2000, Bytes.filled(0x5A, 16), Way.TRUSTED);

        FirmwareOutcome outcome = other.device().firmware().update(OLDER);

        assertThat(outcome).isEqualTo(FirmwareOutcome.ACCEPTED_WITH_LOSS);
        assertThat(other.state(other.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(other.streamStatus(0)).isZero();
        assertThat(other.device().engines().memory(other.vf(1)).isClear()).isTrue();
        assertThat(other.device().firmware().running()).isEqualTo(OLDER);
    }

    @Test
    @Tag("GAP-LCK-20")
    void lockAgainstUpdatesIsRefusedWhileOneIsUnderWay() {
        assertThat(firmware().stage(NEWER)).isEqualTo(FirmwareOutcome.ACCEPTED);

        assertThatThrownBy(() -> bench.lock(bench.vf(1), parameters(true)))
                .isInstanceOfSatisfying(
                        TdispException.class,
                        e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_DEVICE_CONFIGURATION));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.tdi(bench.vf(1)).machine().hasNonce()).isFalse();

        firmware().activate();
        bench.lock(bench.vf(1), parameters(true));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-113")
    void rulesAreAskedAgainWhenTheImageIsActivated() {
        firmware().stage(OLDER);
        bench.lock(bench.vf(1), parameters(false));

        assertThat(firmware().activate()).isEqualTo(FirmwareOutcome.REFUSED_DOWNGRADE);
        assertThat(firmware().isUpdating()).isFalse();
        assertThat(firmware().running()).isEqualTo(DeviceFirmware.FACTORY);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-112")
    void measurementsFollowTheFirmwareThatRuns() {
        var host = new SessionBench(bench);
        RequesterSession session = host.session();
        List<MeasurementBlock> before = measured(host);

        firmware().update(NEWER);

        List<MeasurementBlock> after = measured(host);
        assertThat(after).isNotEqualTo(before).isEqualTo(expected(NEWER));
        assertThat(before).isEqualTo(expected(DeviceFirmware.FACTORY));
        assertThat(host.tdisp(session, bench.vf(1)).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    private static List<MeasurementBlock> measured(SessionBench host) {
        return host.spdm().measurements(MeasurementQuery.ALL.signedBy(0)).blocks();
    }

    private static List<MeasurementBlock> expected(DeviceFirmware firmware) {
        return firmware.measurements().blocks(MeasurementHashAlgorithm.SHA_384, false);
    }

    @Test
    @Tag("T-113")
    void forcedUpdateEndsTheSessionsToo() {
        var host = new SessionBench(bench);
        RequesterSession session = host.session();

        firmware().force(NEWER);

        assertThat(bench.device().dsm().spdm().sessions()).isEmpty();
        assertThatThrownBy(() -> host.tdisp(session, bench.vf(1))).isInstanceOf(RuntimeException.class);
        assertThat(host.tdisp(host.session(), bench.vf(1)).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cold", "hot", "link down"})
    void everyResetOfTheWholeDeviceForgetsTheImageThatWaitsAndEndsDebugging(String reset) {
        firmware().authoriseDebug(DEBUGGED);
        firmware().stage(NEWER);

        switch (reset) {
            case "cold" -> bench.device().conventionalReset();
            case "hot" -> bench.device().hotReset();
            default -> bench.device().linkDown();
        }

        assertThat(firmware().isUpdating()).isFalse();
        assertThat(firmware().running().version()).isEqualTo("1.0.0");
        assertThat(firmware().running().mode().modeState()).isEqualTo(DeviceMode.INVASIVE_DEBUG_AFTER_MANUFACTURING);
    }

    @Test
    void imagesComeOneAtATime() {
        assertThat(firmware().activate()).isEqualTo(FirmwareOutcome.REFUSED_OUT_OF_ORDER);
        firmware().stage(NEWER);
        assertThat(firmware().stage(SAME_SECURITY)).isEqualTo(FirmwareOutcome.REFUSED_OUT_OF_ORDER);

        bench.device().conventionalReset();

        assertThat(firmware().isUpdating()).isFalse();
        assertThat(firmware().running()).isEqualTo(DeviceFirmware.FACTORY);
    }

    @Test
    void forcedUpdateEndsTrustFirst() {
        bench.run(bench.vf(1), parameters(true));
        bench.lock(bench.vf(2), parameters(true));

        assertThat(firmware().force(OLDER)).isEqualTo(FirmwareOutcome.ACCEPTED_WITH_LOSS);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.streamStatus(0)).isZero();
        assertThat(firmware().running()).isEqualTo(OLDER);
    }

    @Test
    void debuggerFindsNothingAndTheMeasuredModeTellsOfIt() {
        bench.run(bench.vf(1), parameters(false));
        bench.writeMemory(Bench.VF_BAR0 + 0x2000, Bytes.filled(0x5A, 16), Way.TRUSTED);

        firmware().authoriseDebug(DEBUGGED);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
        assertThat(firmware().running().mode()).isEqualTo(DEBUGGED);
        assertThatThrownBy(() -> firmware().authoriseDebug(DeviceMode.IN_USE))
                .isInstanceOf(IllegalArgumentException.class);
        bench.device().conventionalReset();
        assertThat(firmware().running().mode().modeState()).isEqualTo(DeviceMode.INVASIVE_DEBUG_AFTER_MANUFACTURING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newFirmwareDoesNotHideThatTheDeviceWasDebugged(boolean forced) {
        firmware().authoriseDebug(DEBUGGED);

        FirmwareOutcome outcome = forced ? firmware().force(NEWER) : firmware().update(NEWER);

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(firmware().running().version()).isEqualTo("1.1.0");
        assertThat(firmware().running().mode().isTrustworthy()).isFalse();
        bench.device().conventionalReset();
        assertThat(firmware().running().mode().modeState()).isEqualTo(DeviceMode.INVASIVE_DEBUG_AFTER_MANUFACTURING);
    }
}
