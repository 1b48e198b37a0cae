package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.RUNNING;
import static dev.tdisp.lab.Milestone.STREAM_SECURE;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.dsm.FirmwareOutcome;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.util.List;
import java.util.stream.Stream;

/** Attacks on what the device is: its firmware, its mode, its own configuration. */
final class FirmwareAttacks {
    private static final DeviceFirmware NEWER = new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE);
    private static final DeviceFirmware OLDER = new DeviceFirmware("0.9.0", 0, DeviceMode.IN_USE);
    private static final DeviceMode DEBUGGED =
            new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE);

    private static final int NO_FW_UPDATE = 1;
    private static final String LIMITED = "limited";
    private static final int NEW_LIMIT = 0x1000;

    private FirmwareAttacks() {}

    static List<Attack> all() {
        return Stream.of(images(), modes()).flatMap(List::stream).toList();
    }

    private static List<Attack> images() {
        return List.of(
                attack("A22", "Update the firmware after a lock that forbids it")
                        .at(STREAM_SECURE)
                        .step("lock with NO_FW_UPDATE and start", scene -> run(scene, NO_FW_UPDATE))
                        .step("update the firmware", scene -> update(scene, NEWER))
                        .goal("the interface runs by other firmware", scene -> runs(scene, NEWER))
                        .seenBy(Party.DEVICE, "REFUSED")
                        .per("11.4.2")
                        .against("UPDATES_IN_SPITE_OF_A_LOCK"),
                attack("S41", "Downgrade the firmware while an interface runs")
                        .at(STREAM_SECURE)
                        .step("lock without NO_FW_UPDATE and start", scene -> run(scene, 0))
                        .step("update to firmware of a lower security version", scene -> update(scene, OLDER))
                        .goal("the interface runs by older firmware", scene -> runs(scene, OLDER))
                        .seenBy(Party.DEVICE, "REFUSED")
                        .per("11.4.2")
                        .against(Weakness.device("DOWNGRADES_BESIDE_A_LOCK")
                                .doing(scene -> machine(scene).ignore(TdiEvent.SESSION_ENDED))));
    }

    private static List<Attack> modes() {
        return List.of(
                attack("S43", "Debug the device while an interface runs")
                        .at(RUNNING)
                        .step("authorise invasive debug", FirmwareAttacks::debug)
                        .wantsState(TdiState.RUN)
                        .seenBy(Party.DEVICE, "E33")
                        .per("11.4.7")
                        .against(Weakness.deaf(
                                TdiEvent.DEBUG_AUTHORISED, TdiEvent.DEFAULT_STREAM_INSECURE, TdiEvent.SESSION_ENDED)),
                attack("S07", "Change the device's own configuration through the physical function")
                        .at(RUNNING)
                        .step("limit the function by the register LIMIT of function 0", FirmwareAttacks::configure)
                        .step("let the guest's driver work on more than that", FirmwareAttacks::workOnMore)
                        .goal("the function runs on by another limit", FirmwareAttacks::runsOnLimited)
                        .seenBy(Party.DEVICE, "E25")
                        .per("11.2.6")
                        .against(Weakness.deaf(TdiEvent.DEVICE_CONFIGURATION_MODIFIED)));
    }

    private static AttackBuilder attack(String id, String title) {
        return Attack.of(id, title).by(Power.CONFIGURATION);
    }

    private static void update(Scene scene, DeviceFirmware image) {
        FirmwareOutcome outcome = scene.lab().device().firmware().update(image);
        if (!outcome.isAccepted()) {
            scene.notice(Party.DEVICE, outcome.name());
        }
    }

    private static boolean runs(Scene scene, DeviceFirmware image) {
        String version = scene.lab().device().firmware().running().version();
        return scene.state() == TdiState.RUN && version.equals(image.version());
    }

    private static void run(Scene scene, int flags) {
        Bytes answer = Talk.ask(scene, 1, Talk.LOCK, Talk.lockPayload(flags, Talk.STREAM));
        Talk.start(scene, 1, answer.slice(16, 48).toHex());
    }

    private static void debug(Scene scene) {
        scene.lab().device().firmware().authoriseDebug(DEBUGGED);
    }

    private static void configure(Scene scene) {
        long engine = scene.lab().vmm().driver().function().bar(0).address();
        Bytes limit = Bytes.fromHex(
                "%02x00000000100000".formatted(scene.device().virtualFunction(1).index()));
        scene.lab().vmm().writeMmio(engine + EngineRegister.LIMIT.offset(), limit);
    }

    private static boolean runsOnLimited(Scene scene) {
        return scene.has(LIMITED) && scene.state() == TdiState.RUN;
    }

    private static void workOnMore(Scene scene) {
        TrustedVm guest = scene.lab().guest();
        GuestBuffer buffer = guest.heap().allocate(2 * NEW_LIMIT);
        if (!guest.privateDriver(scene.function()).checksum(buffer).isDone()) {
            scene.keep(LIMITED, true);
        }
    }

    private static TdiStateMachine machine(Scene scene) {
        SrIovDevice device = scene.lab().device();
        return device.interfaceOf(device.virtualFunction(1)).machine();
    }
}
