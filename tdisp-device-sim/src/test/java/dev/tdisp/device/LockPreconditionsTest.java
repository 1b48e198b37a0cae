package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.Bar;
import dev.tdisp.device.function.DeviceFunction;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that stands in the way of a lock: it is refused with its code, leaves nothing, and works after repair. */
class LockPreconditionsTest {
    private static final StreamId OTHER = new StreamId(0x33);
    private static final long LOW = 0xFFFF_FFFFL;
    private static final long ROM_AT = 0x8000_0000L;

    /** What is wrong, how it comes about and how it is repaired, on a device that has everything. */
    enum Fault {
        STREAM_OF_NO_BLOCK(LockCheck.L5, 0x44, bench -> {}, bench -> {}),
        STREAM_THAT_IS_NOT_DEFAULT(
                LockCheck.L5,
                OTHER.value(),
                bench -> bench.configureStream(1, OTHER, 0),
                bench -> bench.configureStream(1, OTHER, 0)),
        STREAM_OF_THE_LINK(
                LockCheck.L5,
                OTHER.value(),
                bench -> bench.write(bench.pf(), "Link IDE Stream 0 Control", (long) OTHER.value() << 24),
                bench -> bench.write(bench.pf(), "Link IDE Stream 0 Control", 0)),
        TWO_DEFAULT_STREAMS(
                LockCheck.L6,
                bench -> bench.configureStream(1, OTHER, 1 << 22),
                bench -> bench.configureStream(1, OTHER, 0)),
        OTHER_TRAFFIC_CLASS(LockCheck.L7, bench -> rekey(bench, 1 << 22 | 3 << 19), bench -> rekey(bench, 1 << 22)),
        DISABLED_STREAM(
                LockCheck.L3,
                bench -> bench.setStreamControl(0, bench.streamControl(0) & ~1L),
                bench -> rekey(bench, 1 << 22)),
        PHANTOM_FUNCTIONS(LockCheck.L8, "Device Control", 0x2B3F, 0x293F),
        OVERLAPPING_BARS(LockCheck.L9, "BAR2", Bench.BAR0 & LOW, Bench.BAR2 & LOW),
        ROM_OVER_A_BAR(
                LockCheck.L10,
                bench -> {
                    bench.write(bench.pf(), "BAR2", ROM_AT);
                    bench.write(bench.pf(), "BAR2 upper", 0);
                },
                bench -> {
                    bench.write(bench.pf(), "BAR2", Bench.BAR2 & LOW);
                    bench.write(bench.pf(), "BAR2 upper", Bench.BAR2 >>> 32);
                }),
        UNSUPPORTED_BAR_SIZE(LockCheck.L11, "Resizable BAR0 Control", 0x3F00, 0x0400),
        UNSUPPORTED_VF_BAR_SIZE(LockCheck.L11, "VF Resizable BAR0 Control", 0x3F00, 0),
        VF_BAR_OVER_VF_BAR(LockCheck.L12, "VF BAR2", Bench.VF_BAR0 & LOW, Bench.VF_BAR2 & LOW),
        VF_BAR_OVER_A_BAR(LockCheck.L12, "VF BAR2", Bench.BAR0 & LOW, Bench.VF_BAR2 & LOW),
        VF_BAR_OVER_THE_ROM(
                LockCheck.L12,
                bench -> {
                    bench.write(bench.pf(), "VF BAR2", ROM_AT);
                    bench.write(bench.pf(), "VF BAR2 upper", 0);
                },
                bench -> {
                    bench.write(bench.pf(), "VF BAR2", Bench.VF_BAR2 & LOW);
                    bench.write(bench.pf(), "VF BAR2 upper", Bench.VF_BAR2 >>> 32);
                }),
        STEERING_MODE(
                LockCheck.L15,
                bench -> bench.write(bench.vf(1), "TPH Requester Control", 0x0101),
                bench -> bench.write(bench.vf(1), "TPH Requester Control", 0x0100)),
        CACHE_LINES_OF_ANOTHER_SIZE(
                LockCheck.L14,
                bench -> bench.write(bench.vf(1), "LN Requester Control", 0x0003),
                bench -> bench.write(bench.vf(1), "LN Requester Control", 0x0001)),
        ASLEEP(LockCheck.L17, bench -> bench.write(bench.vf(1), "Power Management Control/Status", 3), bench -> {
            bench.write(bench.vf(1), "Power Management Control/Status", 0);
            bench.write(bench.vf(1), "Command", 4);
        }),
        OBJECTION(
                LockCheck.L17,
                bench -> bench.tdi(bench.vf(1)).object("the self test failed"),
                bench -> bench.tdi(bench.vf(1)).object(""));

        private final LockCheck check;
        private final int stream;
        private final Consumer<Bench> damage;
        private final Consumer<Bench> repair;

        Fault(LockCheck check, int stream, Consumer<Bench> damage, Consumer<Bench> repair) {
            this.check = check;
            this.stream = stream;
            this.damage = damage;
            this.repair = repair;
        }

        Fault(LockCheck check, Consumer<Bench> damage, Consumer<Bench> repair) {
            this(check, Bench.STREAM.value(), damage, repair);
        }

        Fault(LockCheck check, String register, long bad, long good) {
            this(
                    check,
                    bench -> bench.write(bench.pf(), register, bad),
                    bench -> bench.write(bench.pf(), register, good));
        }
    }

    private static void rekey(Bench bench, long control) {
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        bench.hostStream().disable();
        bench.configureStream(0, Bench.STREAM, control);
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        keys.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K0);
        keys.startAll(0, bench.hostStream(), KeySet.K0);
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        bench.hostStream().enable();
    }

    private static Bench complete() {
        Bench bench = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2))).enumerate(2);
        bench.write(bench.pf(), "Expansion ROM Base Address", ROM_AT | 1);
        return bench.secure();
    }

    private static TdispRequester requester(Bench bench, long session) {
        TdispRequester requester = bench.tdisp(bench.vf(1), session);
        requester.version();
        requester.capabilities();
        return requester;
    }

    private static void assertRefused(Bench bench, long session, LockParameters parameters, TdispErrorCode code) {
        TdispRequester requester = requester(bench, session);
        assertThatThrownBy(() -> requester.lock(parameters))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(code));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.tdi(bench.vf(1)).machine().hasNonce()).isFalse();
        assertThat(bench.tdi(bench.vf(1)).machine().binding()).isEmpty();
        assertThat(bench.tdi(bench.vf(1)).machine().report().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-LCK-01")
    @Tag("GAP-LCK-02")
    @Tag("GAP-LCK-03")
    @Tag("GAP-LCK-04")
    @Tag("GAP-LCK-05")
    @Tag("GAP-LCK-10")
    @Tag("GAP-LCK-11")
    @Tag("GAP-LCK-12")
    @Tag("GAP-LCK-13")
    @Tag("GAP-LCK-14")
    @Tag("GAP-LCK-15")
    @Tag("GAP-LCK-18")
    @Tag("GAP-LCK-19")
    @Tag("GAP-LCK-22")
    @Tag("GAP-LCK-23")
    @Tag("T-043")
    @Tag("T-045")
    @Tag("T-046")
    @Tag("T-048")
    @Tag("T-050")
    void faultRefusesTheLockWithItsCodeUntilItIsRepaired(Fault fault) {
        Bench bench = complete();
        var parameters = LockParameters.of(LockFlags.NONE, fault.stream);
        fault.damage.accept(bench);

        assertThat(bench.tdi(bench.vf(1)).lockRefusals(Bench.SESSION, parameters))
                .extracting(LockRefusal::check)
                .contains(fault.check);
        assertRefused(bench, Bench.SESSION, parameters, fault.check.code());

        fault.repair.accept(bench);
        Nonce nonce = requester(bench, Bench.SESSION).lock(bench.parameters());
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
        requester(bench, Bench.SESSION).start(nonce);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    /** The cache lines of LN and of the system have to be of one size, which the device supports, or LN is off. */
    @ParameterizedTest
    @CsvSource({
        "0, false, true",
        "0, true, true",
        "2, true, true",
        "1, false, true",
        "1, true, false",
        "3, false, false",
        "3, true, false"
    })
    @Tag("GAP-LCK-17")
    @Tag("T-048")
    void cacheLinesHaveToBeOfOneSizeThatIsSupported(long control, boolean isOf128Bytes, boolean locks) {
        Bench bench = complete();
        bench.write(bench.vf(1), "LN Requester Control", control);
        LockFlags flags = isOf128Bytes ? LockFlags.of(LockFlag.SYSTEM_CACHE_LINE_SIZE) : LockFlags.NONE;
        var parameters = LockParameters.of(flags, Bench.STREAM.value());

        if (!locks) {
            assertRefused(bench, Bench.SESSION, parameters, TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
            return;
        }
        TdispRequester requester = requester(bench, Bench.SESSION);
        requester.lock(parameters);
        assertThat(requester.report().lnrControl()).isEqualTo((int) control);
    }

    @Test
    @Tag("GAP-LCK-16")
    @Tag("T-047")
    void unsupportedPageSizeRefusesTheLock() {
        var layout = DeviceLayout.accelerator(2);
        Bench bench = new Bench(DeviceProfile.SPEC.withLayout(
                layout.withOptions(layout.options().withAnyPageSize(true))));
        bench.write(bench.pf(), "System Page Size", 0x0800);
        bench.enumerate(2).secure();

        assertRefused(bench, Bench.SESSION, bench.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);

        bench.write(bench.pf(), "SR-IOV Control", 0);
        bench.write(bench.pf(), "System Page Size", 1);
        bench.enableVirtualFunctions(2);
        requester(bench, Bench.SESSION).lock(bench.parameters());
    }

    @Test
    @Tag("T-045")
    void windowsOfNoVirtualFunctionOverlapNothing() {
        Bench bench = Bench.enumerated(2).secure();
        bench.write(bench.pf(), "SR-IOV Control", 0);
        bench.write(bench.pf(), "VF BAR0", Bench.BAR0 + 0x1_0000 & LOW);
        bench.write(bench.pf(), "NumVFs", 0);
        bench.write(bench.pf(), "SR-IOV Control", 0x9);
        TdispRequester requester = bench.tdisp(bench.pf());
        requester.version();
        requester.capabilities();

        requester.lock(bench.parameters());

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    static Stream<KeySlotId> slots() {
        return KeySlotId.of(KeySet.K0).stream();
    }

    @ParameterizedTest
    @MethodSource("slots")
    @Tag("GAP-LCK-06")
    @Tag("GAP-LCK-07")
    @Tag("T-041")
    void oneKeyMissingOrNotStartedRefusesTheLock(KeySlotId late) {
        Bench bench = Bench.enumerated(2);
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        var random = RandomSource.seeded(late.code());
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            if (!slot.equals(late)) {
                keys.program(0, Bench.STREAM, slot, IdeKey.random(random));
                keys.start(0, Bench.STREAM, slot);
            }
        }
        bench.setStreamControl(0, bench.streamControl(0) | 1);

        assertRefused(bench, Bench.SESSION, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
        keys.program(0, Bench.STREAM, late, IdeKey.random(random));
        assertRefused(bench, Bench.SESSION, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
        keys.start(0, Bench.STREAM, late);

        requester(bench, Bench.SESSION).lock(bench.parameters());
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("GAP-LCK-08")
    @Tag("T-042")
    void keysOfAnotherLivingSessionRefuseTheLock() {
        Bench bench = Bench.enumerated(2).secure(0x1234);

        assertRefused(bench, Bench.SESSION, bench.parameters(), TdispErrorCode.INVALID_REQUEST);

        requester(bench, 0x1234).lock(bench.parameters());
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("GAP-LCK-09")
    @Tag("T-042")
    void halfTheKeysFromEachOfTwoSessionsServeNeither() {
        var profile = DeviceProfile.SPEC.withIde(DeviceProfile.SPEC.ide().without(IdeSwitch.CHECK_OWNER));
        Bench bench = new Bench(profile).enumerate(2);
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        List<KeySlotId> slots = KeySlotId.of(KeySet.K0);
        var random = RandomSource.seeded(9);
        for (int i = 0; i < slots.size(); i++) {
            IdeKmRequester keys = bench.ideKm(i % 2 == 0 ? Bench.SESSION : 0x1234);
            keys.program(0, Bench.STREAM, slots.get(i), IdeKey.random(random));
        }
        for (KeySlotId slot : slots) {
            try {
                bench.ideKm(Bench.SESSION).start(0, Bench.STREAM, slot);
            } catch (RuntimeException refused) {
                // a key that another session took away is not started
            }
        }
        bench.setStreamControl(0, bench.streamControl(0) | 1);

        assertRefused(bench, Bench.SESSION, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
        assertRefused(bench, 0x1234, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-LCK-24")
    void reportIsThatOfTheConfigurationTheLockSaw() {
        Bench bench = Bench.enumerated(2).secure();
        TdispRequester requester = requester(bench, Bench.SESSION);
        bench.write(bench.pf(), "VF BAR0", Bench.VF_BAR0 + 0x400_0000 & LOW);

        requester.lock(bench.parameters());
        DeviceInterfaceReport before = requester.report();

        assertThat(before.mmioRanges().get(0).firstPage()).isEqualTo(Bench.VF_BAR0 + 0x400_0000 >>> 12);
        bench.write(bench.pf(), "VF BAR0", Bench.VF_BAR0 & LOW);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThatThrownBy(requester::report).isInstanceOf(TdispException.class);
    }

    @Test
    @Tag("GAP-LCK-25")
    @Tag("GAP-RPT-16")
    @Tag("T-071")
    void barsReadBackAreThoseOfTheReportForEveryFunction() {
        Bench bench = complete();

        for (DeviceFunction function : List.of(bench.pf(), bench.vf(1), bench.vf(2))) {
            TdispRequester requester = bench.tdisp(function);
            requester.version();
            requester.capabilities();
            requester.lock(bench.parameters());
            Bar bar = function.bars().get(0);
            String name = function.isPhysical() ? "BAR0" : "VF BAR0";
            long base = (bench.read(bench.pf(), name) & ~0xFL) | bench.read(bench.pf(), name + " upper") << 32;
            long index =
                    function.isPhysical() ? 0 : Long.parseLong(function.name().substring(2)) - 1;

            assertThat(requester.report().mmioRanges().get(0).firstPage() << 12)
                    .isEqualTo(base + index * bar.definition().size())
                    .isEqualTo(function.address(bar));
        }
    }
}
