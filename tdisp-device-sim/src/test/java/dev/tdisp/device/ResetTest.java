package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.BarDefinition;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.SriovRegisters;
import dev.tdisp.device.dsm.SessionBench;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What resets of each kind take away, leave, and end. */
class ResetTest {
    private static final long FLR = 0x8000;
    private static final long MEMORY = 0x2000;
    private static final Bytes SECRET = Bytes.filled(0xA5, 64);

    private Bench bench = Bench.enumerated(3).secure();

    /** A way to reset the whole device. */
    private enum Whole {
        COLD(SrIovDevice::conventionalReset),
        HOT(SrIovDevice::hotReset),
        LINK_DOWN(SrIovDevice::linkDown);

        private final Consumer<SrIovDevice> action;

        Whole(Consumer<SrIovDevice> action) {
            this.action = action;
        }
    }

    private void reach(DeviceFunction function, TdiState state) {
        if (state == TdiState.CONFIG_LOCKED) {
            bench.lock(function);
        } else if (state != TdiState.CONFIG_UNLOCKED) {
            bench.run(function);
            if (state == TdiState.ERROR) {
                bench.write(function, "Command", 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CONFIG_UNLOCKED, CONFIG_UNLOCKED", "CONFIG_LOCKED, ERROR", "RUN, ERROR", "ERROR, ERROR"})
    @Tag("GAP-RST-01")
    @Tag("GAP-RST-02")
    @Tag("GAP-RST-03")
    @Tag("GAP-RST-04")
    @Tag("GAP-RST-09")
    @Tag("GAP-RST-18")
    @Tag("T-091")
    void functionLevelResetConcernsItsFunctionAlone(TdiState before, TdiState after) {
        reach(bench.vf(1), before);
        bench.run(bench.vf(2));
        List<String> told = listen();

        bench.write(bench.vf(1), "Device Control", FLR);

        assertThat(bench.state(bench.vf(1))).isEqualTo(after);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
        assertThat(told).containsExactly("VF1 FUNCTION_LEVEL");
    }

    @Test
    @Tag("GAP-RST-08")
    @Tag("GAP-RST-18")
    void resetOfThePhysicalFunctionTellsAllThatExist() {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(3));
        List<String> told = listen();

        bench.write(bench.pf(), "Device Control", FLR);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "VF1 OF_PHYSICAL_FUNCTION",
                        "VF2 OF_PHYSICAL_FUNCTION",
                        "VF3 OF_PHYSICAL_FUNCTION",
                        "VF4 OF_PHYSICAL_FUNCTION",
                        "VF5 OF_PHYSICAL_FUNCTION",
                        "VF6 OF_PHYSICAL_FUNCTION",
                        "VF7 OF_PHYSICAL_FUNCTION",
                        "VF8 OF_PHYSICAL_FUNCTION",
                        "PF FUNCTION_LEVEL");
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.state(bench.vf(3))).isEqualTo(TdiState.ERROR);
    }

    private List<String> listen() {
        var told = new ArrayList<String>();
        var functions = new ArrayList<DeviceFunction>(List.of(bench.pf()));
        functions.addAll(bench.device().physicalFunction().virtualFunctions());
        functions.forEach(function -> function.addListener(new FunctionListener() {
            @Override
            public void functionReset(DeviceFunction reset, FunctionReset cause) {
                told.add(reset.name() + " " + cause);
            }
        }));
        return told;
    }

    @Test
    @Tag("GAP-RST-03")
    @Tag("P-108")
    void afterAResetInRunNothingMovesAnyMore() {
        bench.run(bench.vf(1));
        long address = Bench.engine(bench.vf(1)) + MEMORY;
        bench.writeMemory(address, SECRET, Way.TRUSTED);

        bench.write(bench.vf(1), "Device Control", FLR);
        bench.write(bench.vf(1), "Command", 4);

        assertThat(bench.vf(1).dma().write(Bench.HOST_BUFFER, SECRET).status()).isEqualTo(DmaResult.Status.BLOCKED);
        for (Way way : Way.values()) {
            assertThat(bench.readMemory(address, 64, way)).as(way.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-RST-05")
    @Tag("GAP-RST-06")
    @Tag("GAP-IDE-21")
    @Tag("GAP-SES-24")
    @Tag("P-088")
    void conventionalResetLeavesNothingOfTrust(Whole reset) {
        bench = Bench.enumerated(3);
        var host = new SessionBench(bench);
        RequesterSession session = host.session();
        host.secure(session);
        host.run(session, bench.vf(1));
        host.lock(session, bench.vf(2));
        host.run(session, bench.pf());
        bench.write(bench.pf(), "Command", 0);

        reset.action.accept(bench.device());

        for (DeviceFunction function : List.of(bench.pf(), bench.vf(1), bench.vf(2), bench.vf(3))) {
            assertThat(bench.state(function)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(bench.tdi(function).machine().hasNonce()).isFalse();
        }
        assertThat(bench.device().dsm().spdm().sessions()).isEmpty();
        assertThat(bench.device().idePort().streams()).noneMatch(stream -> stream.isSecure() || stream.isKeyed());
        assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, Bytes.fromHex("10 81 00 00")))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-RST-06")
    void onlyAHotResetKeepsStickyBits(Whole reset) {
        bench.write(bench.pf(), "Uncorrectable Error Mask", 0x1000);
        bench.write(bench.pf(), "Link Control", 0x40);
        bench.readMemory(0x1234_0000_0000L, 4);
        bench.write(bench.pf(), "Cache Line Size", 0x10);

        reset.action.accept(bench.device());

        boolean sticky = reset != Whole.COLD;
        long status = bench.read(bench.pf(), "Uncorrectable Error Status");
        assertThat((status & AerCapability.UNSUPPORTED_REQUEST) != 0).isEqualTo(sticky);
        assertThat(bench.read(bench.pf(), "Uncorrectable Error Mask")).isEqualTo(sticky ? 0x1000 : 0x0040_0000);
        assertThat(bench.read(bench.pf(), "Cache Line Size")).isZero();
        assertThat(bench.read(bench.pf(), "Link Control")).isZero();
        assertThat(bench.read(bench.pf(), "BAR0 upper")).isZero();
    }

    @Test
    void functionLevelResetKeepsWhatItMust() {
        bench.write(bench.pf(), "Device Control", 0x295F);
        bench.write(bench.pf(), "Link Control", 0x40);
        bench.write(bench.pf(), "Uncorrectable Error Mask", 0x1000);

        bench.write(bench.pf(), "Device Control", 0xA95F);

        assertThat(bench.read(bench.pf(), "Device Control"))
                .as("Max_Payload_Size")
                .isEqualTo(0x2850);
        assertThat(bench.read(bench.pf(), "Link Control")).isEqualTo(0x40);
        assertThat(bench.read(bench.pf(), "Uncorrectable Error Mask")).isEqualTo(0x1000);
        assertThat(bench.pf().requesterId()).isEqualTo(Bench.PF);
        assertThat(bench.read(bench.pf(), "BAR0 upper")).isZero();
    }

    @Test
    void withoutALinkNobodyIsReached() {
        bench.device().linkDown();
        bench.write(bench.pf(), "Command", 6);

        DmaResult result = bench.pf().dma().read(Bench.HOST_BUFFER, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.TIMEOUT);
        bench.device().connect(bench.host());
        assertThat(bench.pf().dma().read(Bench.HOST_BUFFER, 4).status()).isEqualTo(DmaResult.Status.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "true, CONFIG_LOCKED, CONFIG_LOCKED",
        "true, RUN, RUN",
        "false, CONFIG_UNLOCKED, CONFIG_UNLOCKED",
        "false, CONFIG_LOCKED, ERROR",
        "false, RUN, ERROR",
        "false, ERROR, ERROR"
    })
    @Tag("GAP-CFG-14")
    @Tag("GAP-RST-07")
    @Tag("T-105")
    void sleepEndsAnInterfaceIfStateIsLost(boolean keepsState, TdiState before, TdiState after) {
        DeviceLayout usual = DeviceLayout.accelerator(8);
        DeviceLayout layout = usual.withOptions(usual.options().withStateInD3(keepsState));
        var other =
                new Bench(DeviceProfile.SPEC.withLayout(layout)).enumerate(2).secure();
        reach(other, other.pf(), before);
        reach(other, other.vf(1), before);

        other.write(other.pf(), "Power Management Control/Status", 3);
        assertThat(other.vf(1).isBusMaster()).isFalse();
        assertThat(other.pf().decodesMemory()).isFalse();
        other.write(other.pf(), "Power Management Control/Status", 0);

        assertThat(other.state(other.pf())).isEqualTo(after);
        assertThat(other.state(other.vf(1))).isEqualTo(after);
        assertThat(other.read(other.pf(), "BAR0 upper")).isEqualTo(keepsState ? 0x40 : 0);
    }

    private static void reach(Bench bench, DeviceFunction function, TdiState state) {
        if (state == TdiState.CONFIG_LOCKED) {
            bench.lock(function);
        } else if (state != TdiState.CONFIG_UNLOCKED) {
            bench.run(function);
            if (state == TdiState.ERROR) {
                bench.tdi(function).machine().on(dev.tdisp.core.tdi.TdiEvent.DSM_FAILED);
            }
        }
    }

    @Test
    void virtualFunctionSleepsByItself() {
        var other = new Bench(DeviceProfile.COMPLETE).enumerate(2).secure();
        other.run(other.vf(1));
        other.run(other.vf(2));

        other.write(other.vf(1), "Power Management Control/Status", 3);
        assertThat(other.vf(1).decodesMemory()).isFalse();
        assertThat(other.vf(2).decodesMemory()).isTrue();
        other.write(other.vf(1), "Power Management Control/Status", 0);

        assertThat(other.state(other.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(other.state(other.vf(2))).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void powerStatesThatAreNotThereAreIgnored(long state) {
        bench.write(bench.pf(), "Power Management Control/Status", state);

        assertThat(bench.read(bench.pf(), "Power Management Control/Status")).isEqualTo(0x8);
        assertThat(bench.pf().decodesMemory()).isTrue();
    }

    @Test
    @Tag("GAP-RST-13")
    @Tag("GAP-NON-06")
    void afterAResetOnlyStopIsOfUse() {
        Nonce nonce = bench.lock(bench.vf(1)).copy();
        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.capabilities();

        bench.write(bench.vf(1), "Device Control", FLR);

        assertRefused(() -> requester.start(nonce.copy()), TdispErrorCode.INVALID_INTERFACE_STATE);
        assertRefused(requester::report, TdispErrorCode.INVALID_INTERFACE_STATE);
        requester.stop();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        bench.lock(bench.vf(1));
        assertRefused(() -> requester.start(nonce), TdispErrorCode.INVALID_NONCE);
    }

    private static void assertRefused(Runnable request, TdispErrorCode code) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(code));
    }

    @Test
    @Tag("GAP-RST-16")
    void stormOfResetsLeavesNothingStuck() {
        bench = new Bench(DeviceProfile.SPEC.withLayout(smallWindows()))
                .enumerate(3)
                .secure();
        var random = new Random(20);
        for (int i = 0; i < 10_000; i++) {
            DeviceFunction function = bench.vf(1 + random.nextInt(3));
            if (random.nextInt(10) == 0 && bench.state(function) == TdiState.CONFIG_UNLOCKED) {
                bench.run(function);
                bench.writeMemory(Bench.engine(function) + MEMORY, SECRET, Way.TRUSTED);
                assertThat(bench.readMemory(Bench.engine(function) + MEMORY, 64, Way.TRUSTED))
                        .contains(SECRET);
                assertThat(function.dma().read(Bench.HOST_BUFFER, 64).status()).isEqualTo(DmaResult.Status.DONE);
            }
            bench.write(function, "Device Control", FLR);
            bench.write(function, "Command", 4);
            assertThat(bench.state(function)).isNotIn(TdiState.CONFIG_LOCKED, TdiState.RUN);
            if (random.nextBoolean()) {
                bench.stop(function);
            }
        }

        for (int index = 1; index <= 3; index++) {
            bench.stop(bench.vf(index));
            assertThat(bench.device().engines().memory(bench.vf(index)).isClear())
                    .isTrue();
            bench.run(bench.vf(index));
            assertThat(bench.copy(bench.vf(index), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 64, Way.TRUSTED))
                    .isEqualTo(2);
        }
    }

    /** Wiping a window costs time. */
    private static DeviceLayout smallWindows() {
        DeviceLayout usual = DeviceLayout.accelerator(3);
        List<BarDefinition> bars =
                List.of(new BarDefinition(0, 64 << 10, true, true), new BarDefinition(2, Bench.MSIX_BAR, true, true));
        return new DeviceLayout(
                usual.identity(),
                usual.bars(),
                usual.msix(),
                new SriovRegisters.Settings(3, 1, 1, 1, 0x7E11, bars),
                usual.virtualMsix(),
                usual.ide(),
                usual.mailboxes(),
                usual.capabilities(),
                usual.options());
    }

    @Test
    @Tag("GAP-RST-17")
    void resetFromWithinACallbackIsTaken() {
        bench.run(bench.vf(1));
        bench.run(bench.vf(2));
        bench.vf(1).addListener(new FunctionListener() {
            @Override
            public void functionReset(DeviceFunction reset, FunctionReset cause) {
                bench.write(bench.vf(2), "Device Control", FLR);
            }
        });

        bench.write(bench.vf(1), "Device Control", FLR);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
    }
}
