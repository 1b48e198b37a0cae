package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens inside a device to its interfaces: configuration of its own, power, a lost state, a way out of ERROR. */
class DeviceEventsTest {
    private static final long MEMORY = 0x2000;
    private static final int BAD_REQUEST = 0x100;

    private Bench bench = Bench.enumerated(2).secure();

    private void reach(DeviceFunction function, TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(function);
            case RUN -> bench.run(function);
            case ERROR -> {
                bench.run(function);
                bench.device().loseState(function);
            }
        }
    }

    private void limit(DeviceFunction through, int index, int bytes, Way way) {
        var content = WireWriter.create();
        content.u32("Function", index);
        content.u32("Bytes", bytes);
        bench.writeMemory(Bench.engine(through) + EngineRegister.LIMIT.offset(), content.toBytes(), way);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, CONFIG_UNLOCKED",
        "CONFIG_LOCKED, ERROR",
        "RUN, ERROR",
        "ERROR, ERROR",
    })
    void newLimitOfTheDeviceEndsTheInterfaceItConcernsAlone(TdiState before, TdiState after) {
        reach(bench.vf(1), before);
        bench.run(bench.vf(2));

        limit(bench.pf(), 1, 4096, Way.CLEAR);

        assertThat(bench.state(bench.vf(1))).isEqualTo(after);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
        assertThat(bench.get(bench.pf(), EngineRegister.LIMIT, Way.CLEAR)).isZero();
    }

    @Test
    void limitHoldsUntilTheFunctionThatSetItIsReset() {
        limit(bench.pf(), 1, 64, Way.CLEAR);

        assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 65, Way.CLEAR))
                .isEqualTo(3);
        assertThat(bench.get(bench.vf(1), EngineRegister.FAULT, Way.CLEAR)).isEqualTo(BAD_REQUEST);
        assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 64, Way.CLEAR))
                .isEqualTo(2);
        assertThat(bench.copy(bench.vf(2), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 65, Way.CLEAR))
                .isEqualTo(2);
        bench.write(bench.vf(1), "Device Control", 0x8000);
        bench.write(bench.vf(1), "Command", 4);
        assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 65, Way.CLEAR))
                .as("its own reset does not free it")
                .isEqualTo(3);

        bench.write(bench.pf(), "Device Control", 0x8000);
        bench.enumerate(2);

        assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 65, Way.CLEAR))
                .isEqualTo(2);
    }

    @Test
    void onlyTheOwnerOfTheDeviceLimits() {
        bench.run(bench.vf(1));
        limit(bench.vf(2), 1, 64, Way.CLEAR);
        limit(bench.pf(), 0, 64, Way.CLEAR);
        limit(bench.pf(), 99, 64, Way.CLEAR);
        limit(bench.pf(), Integer.MAX_VALUE, 64, Way.CLEAR);
        limit(bench.pf(), 1, 1 << 20, Way.CLEAR);
        bench.writeMemory(Bench.BAR0 + EngineRegister.LIMIT.offset(), Bytes.fromHex("01000000"), Way.CLEAR);

        assertThat(bench.state(bench.vf(1))).as("nothing changed").isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @EnumSource
    void lostStateFailsSafe(TdiState state) {
        reach(bench.vf(1), state);
        bench.run(bench.vf(2));

        bench.device().loseState(bench.vf(1));

        boolean wasUnlocked = state == TdiState.CONFIG_UNLOCKED;
        assertThat(bench.state(bench.vf(1))).isEqualTo(wasUnlocked ? TdiState.CONFIG_UNLOCKED : TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
        bench.stop(bench.vf(1));
        bench.run(bench.vf(1));
    }

    @Test
    void powerThatIsTooLittleEndsEveryInterfaceAndOtherSubstatesNone() {
        bench = new Bench(DeviceProfile.COMPLETE).enumerate(2).secure();
        bench.run(bench.vf(1));
        bench.lock(bench.pf());

        bench.write(bench.pf(), "DPA Control", 1);
        bench.write(bench.pf(), "DPA Control", 0);
        bench.write(bench.pf(), "VC0 Resource Control", 0x8000_000FL);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_LOCKED);
        bench.write(bench.pf(), "DPA Control", 2);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.ERROR);
        assertThat(bench.trace().events())
                .filteredOn(TraceEvent.StateChange.class::isInstance)
                .extracting(TraceEvent::summary)
                .anySatisfy(text -> assertThat(text).contains(TdiEvent.POWER_ALLOCATION_INSUFFICIENT.sentence()));
    }

    @Test
    void interfaceThatClearsItselfLeavesErrorWithNothingInIt() {
        DeviceProfile spec = DeviceProfile.SPEC;
        bench = new Bench(spec.withTdisp(spec.tdisp().with(TdispSwitch.ERROR_CLEARS_ITSELF)))
                .enumerate(2)
                .secure();
        bench.run(bench.vf(1));
        bench.writeMemory(Bench.engine(bench.vf(1)) + MEMORY, Bytes.filled(0xA5, 64), Way.TRUSTED);
        bench.device().loseState(bench.vf(1));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);

        bench.time().advance(Duration.ofMillis(1));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
        assertThat(bench.readMemory(Bench.engine(bench.vf(1)) + MEMORY, 64)).contains(Bytes.filled(0, 64));
        bench.run(bench.vf(1));
        bench.time().advance(Duration.ofSeconds(1));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    void interfaceThatLeftErrorBeforeClearsALaterErrorInItsOwnTime() {
        DeviceProfile spec = DeviceProfile.SPEC;
        bench = new Bench(spec.withTdisp(spec.tdisp().with(TdispSwitch.ERROR_CLEARS_ITSELF)))
                .enumerate(2)
                .secure();
        bench.device().loseState(bench.vf(1));
        bench.time().advance(Duration.ofNanos(600_000));
        bench.stop(bench.vf(1));
        bench.run(bench.vf(1));
        bench.device().loseState(bench.vf(1));

        bench.time().advance(Duration.ofNanos(600_000));
        TdiState whenTheFirstWasDue = bench.state(bench.vf(1));
        bench.time().advance(Duration.ofNanos(400_000));

        assertThat(whenTheFirstWasDue).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void withoutTheSwitchAnInterfaceStaysInError() {
        bench.run(bench.vf(1));
        bench.device().loseState(bench.vf(1));

        bench.time().advance(Duration.ofDays(1));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }
}
