package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.tdi.Housekeeping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsixTest {
    private static final long TABLE = Bench.VF_BAR2;
    private static final long PENDING = Bench.VF_BAR2 + 0x1_0000;

    private final Bench bench = Bench.enumerated(1);

    @BeforeEach
    void enable() {
        bench.write(bench.vf(1).requesterId(), 0x52, 2, 0x8000);
    }

    private void unmask(int vector) {
        bench.writeMemory(TABLE + 16L * vector, Bytes.fromHex("0000e0fe 00000000"));
        bench.writeMemory(TABLE + 16L * vector + 8, Bytes.fromHex("41000000 00000000"));
    }

    @Test
    @Tag("P-015")
    void entriesStartMasked() {
        assertThat(bench.readMemory(TABLE + 12, 4)).contains(Bytes.fromHex("01000000"));
        assertThat(bench.readMemory(TABLE + 16 * 15 + 12, 4)).contains(Bytes.fromHex("01000000"));
    }

    @Test
    void unmaskedVectorSendsItsMessage() {
        unmask(0);

        bench.vf(1).interrupts().raise(0);

        assertThat(bench.host().writes())
                .containsExactly(
                        new MemoryWrite(bench.vf(1).requesterId(), 0, 0xFEE0_0000L, Bytes.fromHex("41000000")));
    }

    @Test
    @Tag("P-015")
    void maskedVectorIsPendingAndSendsOnceWhenUnmasked() {
        bench.vf(1).interrupts().raise(3);
        bench.vf(1).interrupts().raise(3);
        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.readMemory(PENDING, 8)).contains(Bytes.fromHex("0800000000000000"));

        unmask(3);

        assertThat(bench.host().writes()).hasSize(1);
        assertThat(bench.readMemory(PENDING, 8)).contains(Bytes.filled(0, 8));
        assertThat(bench.vf(1).interrupts().isPending(3)).isFalse();
    }

    @Test
    @Tag("P-016")
    void functionMaskHoldsAllVectors() {
        unmask(0);
        bench.write(bench.vf(1).requesterId(), 0x52, 2, 0xC000);
        bench.vf(1).interrupts().raise(0);
        assertThat(bench.host().writes()).isEmpty();

        bench.write(bench.vf(1).requesterId(), 0x52, 2, 0x8000);

        assertThat(bench.host().writes()).hasSize(1);
    }

    @Test
    @Tag("P-017")
    void withoutBusMasterTheInterruptWaits() {
        unmask(0);
        bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
        bench.vf(1).interrupts().raise(0);
        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.vf(1).interrupts().isPending(0)).isTrue();

        bench.write(bench.vf(1).requesterId(), 0x04, 2, 4);

        assertThat(bench.host().writes()).hasSize(1);
    }

    @Test
    void interruptThatTheInterfaceHoldsBackWaits() {
        bench.secure();
        unmask(0);
        bench.run(bench.vf(1));
        bench.tdi(bench.vf(1)).machine().on(TdiEvent.DSM_FAILED);

        bench.vf(1).interrupts().raise(0);

        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.vf(1).interrupts().isPending(0)).isTrue();
        assertThat(bench.readMemory(PENDING, 8)).contains(Bytes.fromHex("0100000000000000"));
        bench.stop(bench.vf(1));
        assertThat(bench.vf(1).interrupts().isPending(0)).isFalse();
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    void interruptThatErrorHeldBackIsSentOnceTheInterfaceLetsIt() {
        bench.secure();
        unmask(0);
        bench.run(bench.vf(1));
        bench.tdi(bench.vf(1)).setHousekeeping(new Housekeeping() {
            @Override
            public void atStop(DeviceFunction function) {
                // a device that keeps its table
            }
        });
        bench.tdi(bench.vf(1)).machine().on(TdiEvent.DSM_FAILED);
        bench.vf(1).interrupts().raise(0);
        assertThat(bench.host().writes()).isEmpty();

        bench.stop(bench.vf(1));

        assertThat(bench.host().writes()).extracting(MemoryWrite::address).containsExactly(0xFEE0_0000L);
        assertThat(bench.vf(1).interrupts().isPending(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptOfASleepingFunctionIsSentWhenItWakes(boolean ofPhysical) {
        var layout = DeviceLayout.complete(1);
        var sleepy = new Bench(DeviceProfile.COMPLETE.withLayout(
                        layout.withOptions(layout.options().withStateInD3(true))))
                .enumerate(1);
        DeviceFunction asleep = ofPhysical ? sleepy.pf() : sleepy.vf(1);
        sleepy.write(sleepy.vf(1), "MSI-X Message Control", 0x8000);
        long table = sleepy.vf(1).address(sleepy.vf(1).bars().get(1));
        sleepy.writeMemory(table, Bytes.fromHex("0000e0fe 00000000"));
        sleepy.writeMemory(table + 8, Bytes.fromHex("41000000 00000000"));
        sleepy.write(asleep, "Power Management Control/Status", 3);
        sleepy.vf(1).interrupts().raise(0);
        assertThat(sleepy.host().writes()).isEmpty();

        sleepy.write(asleep, "Power Management Control/Status", 0);

        assertThat(sleepy.host().writes()).hasSize(1);
        assertThat(sleepy.vf(1).interrupts().isPending(0)).isFalse();
    }

    @Test
    @Tag("P-018")
    void pendingBitsAreReadOnly() {
        bench.vf(1).interrupts().raise(2);

        bench.writeMemory(PENDING, Bytes.filled(0xFF, 8));

        assertThat(bench.readMemory(PENDING, 4)).contains(Bytes.fromHex("04000000"));
    }

    @Test
    void tableTakesAlignedDoubleAndQuadWordsOnly() {
        bench.writeMemory(TABLE, Bytes.fromHex("ff"));
        bench.writeMemory(TABLE + 4, Bytes.filled(0xFF, 8));
        bench.writeMemory(TABLE + 16 * 16, Bytes.filled(0xFF, 8));

        assertThat(bench.readMemory(TABLE, 8)).contains(Bytes.filled(0, 8));
        assertThat(bench.readMemory(TABLE, 2)).contains(Bytes.filled(0, 2));
        assertThat(bench.readMemory(TABLE + 16 * 16, 8)).contains(Bytes.filled(0, 8));
    }

    @Test
    void reservedBitsOfAnEntryStayZero() {
        bench.writeMemory(TABLE, Bytes.filled(0xFF, 8));
        bench.writeMemory(TABLE + 8, Bytes.filled(0xFF, 8));

        assertThat(bench.readMemory(TABLE, 8)).contains(Bytes.fromHex("fcffffffffffffff"));
        assertThat(bench.readMemory(TABLE + 8, 8)).contains(Bytes.fromHex("ffffffff01000000"));
    }

    @Test
    void engineRaisesAnInterruptWhenDone() {
        unmask(5);
        bench.set(bench.vf(1), EngineRegister.INTERRUPT, 0x8000_0005L, Way.CLEAR);

        bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 64, 8, Way.CLEAR);

        assertThat(bench.host().writes()).extracting(MemoryWrite::address).endsWith(0xFEE0_0000L);
    }

    @Test
    void thereIsNoVectorBehindTheTable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.vf(1).interrupts().raise(16));
    }
}
