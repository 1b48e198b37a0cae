package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.fabric.AccessControl;
import dev.tdisp.core.fabric.PcieSwitch;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.dsm.FirmwareOutcome;
import dev.tdisp.device.dsm.FirmwareSlot;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of the page about the device, as they stand there; those with a whole bench are tested with the lab. */
class DeviceExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("tdisp.project.root", ".."));
    private static final Path SOURCE =
            Path.of("tdisp-device-sim/src/test/java/dev/tdisp/device/DeviceExamplesTest.java");

    @Test
    @Tag("T-112")
    void firmwareIsUpdatedOnceNobodyForbidsIt() {
        Bench bench = Bench.enumerated(1).secure();
        bench.run(bench.vf(1), LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), Bench.STREAM.value()));
        SrIovDevice device = bench.device();
        TdispRequester tdisp = Peers.requester(bench, bench.vf(1));

        FirmwareSlot firmware = device.firmware();
        FirmwareOutcome outcome = firmware.update(new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE));
        if (outcome == FirmwareOutcome.REFUSED_BY_LOCK) {
            tdisp.stop();
            outcome = firmware.update(new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE));
        }

        assertThat(outcome).isEqualTo(FirmwareOutcome.ACCEPTED);
        assertThat(firmware.running().version()).isEqualTo("1.1.0");
    }

    @Test
    void devicesArePluggedIntoASwitch() {
        SrIovDevice left = Bench.enumerated(1).device();
        SrIovDevice right = Bench.enumerated(1).device();
        UpstreamPort leftHost = frame -> Optional.empty();
        UpstreamPort rightHost = frame -> Optional.empty();
        long leftWindow = Bench.BAR0;
        long rightWindow = Bench.BAR0 + Peers.SHIFT;
        long size = 1 << 28;

        var fabric = new PcieSwitch(RequesterId.of(3, 0, 0));
        PcieSwitch.Port one = fabric.plug(left, leftHost, Set.of());
        PcieSwitch.Port other = fabric.plug(right, rightHost, Set.of(AccessControl.REQUEST_REDIRECT));
        one.openWindow(leftWindow, size);
        other.openWindow(rightWindow, size);

        left.physicalFunction().dma().write(rightWindow, Bytes.filled(1, 4));
        right.physicalFunction().dma().write(leftWindow, Bytes.filled(1, 4));
        assertThat(one.forwarded()).isEqualTo(1);
        assertThat(other.forwarded()).isZero();
    }

    @Test
    @Tag("GAP-P2P-10")
    void dataGoFromDeviceToDevice() {
        Peers peers = new Peers().secure();
        peers.translateToRight(0x2000);
        peers.runBoth();
        StreamId stream = Peers.PEER_STREAM;
        TdispRequester tdispOfLeft = Peers.requester(peers.left(), peers.left().vf(1));
        TdispRequester tdispOfRight =
                Peers.requester(peers.right(), peers.right().vf(1));
        SrIovDevice left = peers.left().device();
        long guestAddress = Peers.FROM;
        Bytes data = Bytes.fromHex("01020304");

        tdispOfLeft.bindP2p(stream.value());
        tdispOfRight.bindP2p(stream.value());
        DmaResult result = left.virtualFunction(1).translatedDma().write(guestAddress, data);

        assertThat(result.isDone()).isTrue();
        var right = peers.right();
        assertThat(right.device().engines().memory(right.vf(1)).read(0, 4)).isEqualTo(data);
    }

    @Test
    void pageShowsTheExamplesAsTheyRun() throws IOException {
        String source = words(Files.readString(ROOT.resolve(SOURCE)));
        List<String> examples = new ArrayList<>();
        String[] parts = Files.readString(ROOT.resolve("docs/device.md")).split("```");
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("java") && !parts[i].contains("Lab ")) {
                examples.add(words(parts[i].substring("java".length())));
            }
        }

        assertThat(examples).hasSize(3).allSatisfy(example -> assertThat(source).contains(example));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
