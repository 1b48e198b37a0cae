package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.function.DeviceFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes to tracked registers that come in parts, in turns, and around the life of a lock. */
class TrackedWritesTest {
    private static final int DISCOVERY = 1;

    private final Bench bench = Bench.enumerated(2).secure();

    @ParameterizedTest
    @CsvSource({
        "BAR0 upper, 0, 1, 0x41",
        "BAR0 upper, 0, 2, 0x41",
        "BAR0 upper, 3, 1, 0x01",
        "BAR0 upper, 2, 2, 0x01",
        "BAR2, 2, 2, 0x0200",
        "VF BAR0 upper, 0, 1, 0x41",
        "VF BAR2, 3, 1, 0x08",
        "Device Control, 1, 1, 0x28",
        "Command, 0, 1, 0x04",
        "SR-IOV Control, 0, 1, 0x38"
    })
    @Tag("GAP-CFG-21")
    @Tag("P-005")
    void partOfARegisterCountsLikeTheWhole(String name, int from, int size, String value) {
        bench.run(bench.pf());
        Register register = bench.pf().registers().space().register(name).orElseThrow();

        bench.write(Bench.PF, register.offset() + from, size, Long.decode(value));

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("GAP-CFG-20")
    void oldValueWrittenBackDoesNotMakeItGood() {
        bench.run(bench.pf());

        bench.write(bench.pf(), "Device Control", 0x213F);
        bench.write(bench.pf(), "Device Control", 0x293F);

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("GAP-CFG-19")
    void valueThatIsThereMayBeWrittenToEveryRegister() {
        bench.run(bench.pf());
        bench.run(bench.vf(1));

        for (DeviceFunction function : new DeviceFunction[] {bench.pf(), bench.vf(1)}) {
            function.registers().space().registers().stream()
                    .filter(register -> register.size() != 3 && register.clearable() == 0)
                    .filter(register -> !register.name().startsWith("DOE "))
                    .forEach(register -> bench.write(
                            function,
                            register.name(),
                            function.registers().space().value(register)));
        }

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.RUN);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-CFG-18")
    @Tag("P-057")
    void mailboxAnswersInEveryState(TdiState state) {
        if (state == TdiState.CONFIG_LOCKED) {
            bench.lock(bench.pf());
        } else if (state != TdiState.CONFIG_UNLOCKED) {
            bench.run(bench.pf());
        }
        if (state == TdiState.ERROR) {
            bench.write(bench.pf(), "Command", 0);
        }

        for (long doubleWord : new long[] {DISCOVERY, 3, 0x0200}) {
            bench.write(bench.pf(), "DOE Write Data Mailbox", doubleWord);
        }
        bench.write(bench.pf(), "DOE Control", 0x8000_0000L);
        assertThat(bench.read(bench.pf(), "DOE Status")).isEqualTo(0x8000_0000L);
        bench.write(bench.pf(), "DOE Control", 1);

        assertThat(bench.read(bench.pf(), "DOE Status")).isZero();
        assertThat(bench.state(bench.pf())).isEqualTo(state);
    }

    @Test
    @Tag("GAP-CFG-25")
    void afterStopEverythingIsFreeAgain() {
        bench.run(bench.pf());
        bench.run(bench.vf(1));
        bench.write(bench.pf(), "BAR0 upper", 0x41);
        bench.stop(bench.pf());
        bench.stop(bench.vf(1));

        bench.write(bench.pf(), "BAR0 upper", 0x42);
        bench.write(bench.pf(), "Device Control", 0x2810);
        bench.write(bench.vf(1), "Command", 0);
        bench.write(bench.vf(1), "ATS Control", 0x8000);

        assertThat(bench.read(bench.pf(), "BAR0 upper")).isEqualTo(0x42);
        assertThat(bench.read(bench.pf(), "Device Control")).isEqualTo(0x2810);
        assertThat(bench.read(bench.vf(1), "ATS Control")).isEqualTo(0x8000);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-CFG-05")
    @Tag("GAP-SRI-08")
    void resizedWindowsFollowTheirRegisters() {
        var other = new Bench(DeviceProfile.COMPLETE).enumerate(0);
        other.write(other.pf(), "Resizable BAR0 Control", 0x0520);
        other.write(other.pf(), "BAR0", 0xFFFF_FFFFL);
        assertThat(other.read(other.pf(), "BAR0")).isEqualTo(0xFE00_000CL);
        other.write(other.pf(), "BAR0", 0);
        assertThat(other.readMemory(Bench.BAR0 + (16 << 20), 4)).isPresent();

        other.write(other.pf(), "VF Resizable BAR0 Control", 0x0120);
        other.enableVirtualFunctions(2);

        assertThat(other.vf(2).address(other.vf(2).bars().get(0))).isEqualTo(Bench.VF_BAR0 + (2 << 20));
    }

    @Test
    @Tag("P-021")
    void expansionRomAnswersWhileBothEnablesAreSet() {
        var other = new Bench(DeviceProfile.COMPLETE).enumerate(0);
        other.write(other.pf(), "Expansion ROM Base Address", 0xFFFF_FFFFL);
        assertThat(other.read(other.pf(), "Expansion ROM Base Address")).isEqualTo(0xFFFF_0001L);
        other.write(other.pf(), "Expansion ROM Base Address", 0x8000_0000L);
        assertThat(other.readMemory(0x8000_0000L, 2)).isEmpty();

        other.write(other.pf(), "Expansion ROM Base Address", 0x8000_0001L);

        assertThat(other.readMemory(0x8000_0000L, 2)).contains(dev.tdisp.core.wire.Bytes.fromHex("55aa"));
        other.write(other.pf(), "Command", 4);
        assertThat(other.readMemory(0x8000_0000L, 2)).isEmpty();
    }

    @Test
    @Tag("P-027")
    void virtualFunctionsMoveWithTheHierarchy() {
        var other = new Bench(DeviceProfile.COMPLETE).enumerate(0);
        assertThat(other.read(other.pf(), "First VF Offset")).isEqualTo(0x100);
        other.write(other.pf(), "NumVFs", 2);
        other.write(other.pf(), "SR-IOV Control", 0x09);
        assertThat(other.vf(2).requesterId().value()).isEqualTo(0x0202);
        other.write(other.pf(), "SR-IOV Control", 0);

        other.write(other.pf(), "SR-IOV Control", 0x10);

        assertThat(other.read(other.pf(), "First VF Offset")).isEqualTo(4);
        other.write(other.pf(), "SR-IOV Control", 0x19);
        assertThat(other.vf(2).requesterId().value()).isEqualTo(0x0106);
    }
}
