package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.ConfigWrite;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionTest {
    private static final Bytes DATA = Bytes.fromHex("0102030405060708");
    private static final long MEMORY = 0x2000;

    private final Bench bench = Bench.enumerated(8);

    @Test
    @Tag("P-003")
    void absentFunctionReadsAllOnes() {
        var nobody = RequesterId.of(1, 5, 0);

        assertThat(bench.read(nobody, 0, 4)).isEqualTo(0xFFFF_FFFFL);
        assertThat(bench.read(nobody, 0, 1)).isEqualTo(0xFF);
        bench.write(nobody, 0x04, 2, 0xFFFF);
        assertThat(bench.read(nobody, 0x04, 2)).isEqualTo(0xFFFF);
    }

    @Test
    @Tag("P-001")
    @Tag("P-002")
    void accessThatCannotBeIsTheCallersMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.read(Bench.PF, 0x1000, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.write(Bench.PF, 2, 4, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.write(Bench.PF, 4, 2, 0x1_0000));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.read(RequesterId.of(9, 9, 1), 2, 8));
    }

    @Test
    @Tag("P-003")
    void absentFunctionRefusesPacketsToItsRegisters() {
        var nobody = RequesterId.of(1, 9, 1);

        Completion read = send(new ConfigRead(FakeHost.ROOT_PORT, 3, nobody, 0, 4));
        Completion written = send(new ConfigWrite(FakeHost.ROOT_PORT, 4, nobody, 0x0C, Bytes.fromHex("20")));

        assertThat(read.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        assertThat(read.payload()).isEqualTo(Bytes.EMPTY);
        assertThat(written.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        assertThat(bench.read(Bench.PF, 0x104, 4) & 1 << 20).isNotZero();
    }

    @Test
    @Tag("T-110")
    void poisonedDataIsNotWrittenToRegisters() {
        bench.secure();
        bench.run(bench.vf(1));
        bench.lock(bench.pf());
        TlpAttributes poisoned = TlpAttributes.DEFAULT.withPoisoned(true);
        RequesterId running = bench.vf(1).requesterId();

        Completion toLocked =
                send(new ConfigWrite(FakeHost.ROOT_PORT, 2, Bench.PF, 0x0C, Bytes.fromHex("20"), false, poisoned));
        Completion toRunning =
                send(new ConfigWrite(FakeHost.ROOT_PORT, 3, running, 0x04, Bytes.fromHex("00"), false, poisoned));

        assertThat(toLocked.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        assertThat(toRunning.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        assertThat(bench.read(Bench.PF, 0x0C, 1)).isZero();
        assertThat(bench.read(running, 0x04, 1)).isEqualTo(4);
        assertThat(bench.read(Bench.PF, 0x104, 4) & 1 << 12).isNotZero();
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    void configurationRequestsMayComeAsPackets() {
        var read = new ConfigRead(FakeHost.ROOT_PORT, 1, Bench.PF, 0, 4);
        var write = new ConfigWrite(FakeHost.ROOT_PORT, 2, Bench.PF, 0x0C, Bytes.fromHex("20"));
        var absent = new ConfigRead(FakeHost.ROOT_PORT, 3, RequesterId.of(1, 9, 0), 0, 4);

        assertThat(send(read).payload()).isEqualTo(Bytes.fromHex("cdab107e"));
        assertThat(send(write).status()).isEqualTo(CompletionStatus.SUCCESSFUL);
        assertThat(bench.read(Bench.PF, 0x0C, 1)).isEqualTo(0x20);
        assertThat(send(absent).status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"0x0C, 3", "0x0D, 3", "0x0D, 2", "0x0E, 2"})
    void packetMayReachAnyNeighbouringBytesOfTheDoubleword(int offset, int size) {
        Bytes all = send(new ConfigRead(FakeHost.ROOT_PORT, 1, Bench.PF, 0, 4)).payload();

        Completion read = send(new ConfigRead(FakeHost.ROOT_PORT, 1, Bench.PF, offset - 0x0C, size));
        Completion written = send(new ConfigWrite(FakeHost.ROOT_PORT, 2, Bench.PF, offset, Bytes.filled(0x20, size)));

        assertThat(read.payload()).isEqualTo(all.slice(offset - 0x0C, offset - 0x0C + size));
        assertThat(written.status()).isEqualTo(CompletionStatus.SUCCESSFUL);
        assertThat(bench.read(Bench.PF, 0x0C, 1)).isEqualTo(offset == 0x0C ? 0x20 : 0);
    }

    private Completion send(Tlp tlp) {
        return bench.send(new LinkFrame.Plain(tlp)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0x1000, 1", "0xFF0000, 0xFF"})
    @Tag("P-021")
    void memoryIsDecodedWithinTheBar(long offset, int ignored) {
        bench.writeMemory(Bench.BAR0 + MEMORY + offset, DATA);

        assertThat(bench.readMemory(Bench.BAR0 + MEMORY + offset, 8)).contains(DATA);
    }

    @Test
    @Tag("P-021")
    void outsideOfTheBarsNobodyAnswers() {
        assertThat(bench.readMemory(Bench.BAR0 - 8, 8)).isEmpty();
        assertThat(bench.readMemory(Bench.BAR2 + Bench.MSIX_BAR, 8)).isEmpty();
        assertThat(bench.read(Bench.PF, 0x7A, 2) & 8)
                .as("Unsupported Request Detected")
                .isNotZero();
        assertThat(bench.read(Bench.PF, 0x104, 4) & 1 << 20).isNotZero();
    }

    @Test
    @Tag("P-021")
    void withoutMemorySpaceEnableNobodyAnswers() {
        bench.writeMemory(Bench.BAR0 + MEMORY, DATA);
        bench.write(Bench.PF, 0x04, 2, 0x0404);

        assertThat(bench.readMemory(Bench.BAR0 + MEMORY, 8)).isEmpty();
        bench.writeMemory(Bench.BAR0 + MEMORY, Bytes.filled(0xFF, 8));

        bench.write(Bench.PF, 0x04, 2, 0x0406);
        assertThat(bench.readMemory(Bench.BAR0 + MEMORY, 8)).contains(DATA);
    }

    @Test
    @Tag("P-022")
    void movedBarAnswersAtItsNewPlace() {
        bench.writeMemory(Bench.BAR0 + MEMORY, DATA);

        bench.write(Bench.PF, 0x14, 4, 0x41);

        assertThat(bench.readMemory(Bench.BAR0 + MEMORY, 8)).isEmpty();
        assertThat(bench.readMemory(0x41_0000_0000L + MEMORY, 8)).contains(DATA);
    }

    @Test
    void publicPageSaysWhoTheFunctionIs() {
        Bytes page = bench.readMemory(Bench.BAR0 + 0x1000, 32).orElseThrow();
        bench.writeMemory(Bench.BAR0 + 0x1000, Bytes.filled(0xFF, 8));

        assertThat(bench.readMemory(Bench.BAR0 + 0x1000, 32)).contains(page);
        assertThat(page.at(0)).isEqualTo('D');
    }

    @Test
    void requestOfNoBytesFlushes() {
        assertThat(bench.readMemory(Bench.BAR0, 0)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"1, 0x0101", "8, 0x0108", "2, 0x0102"})
    @Tag("P-026")
    void virtualFunctionsFollowThePhysicalOne(int index, int id) {
        assertThat(bench.vf(index).requesterId().value()).isEqualTo(id);
        assertThat(bench.read(new RequesterId(id), 0, 4)).isEqualTo(0xFFFF_FFFFL);
        assertThat(bench.read(new RequesterId(id), 0x34, 1)).isEqualTo(0x50);
    }

    @Test
    @Tag("P-026")
    @Tag("P-040")
    void identifiersCarryIntoTheNextBus() {
        var physical = PhysicalFunction.of(
                DeviceLayout.accelerator(256),
                dev.tdisp.device.function.BarContent.NONE,
                (request, context) -> java.util.Optional.empty());
        physical.capture(RequesterId.of(1, 0, 0));
        physical.configWrite(0x170, 2, 256);
        physical.configWrite(0x168, 2, 1);

        DeviceFunction last = physical.virtualFunctions().get(255);

        assertThat(last.requesterId()).isEqualTo(new RequesterId(0x0200));
        assertThat(physical.find(new RequesterId(0x0200))).contains(last);
        assertThat(physical.find(new RequesterId(0x0100))).contains(physical);
    }

    @Test
    @Tag("P-028")
    void onlyEnabledVirtualFunctionsExist() {
        var few = Bench.enumerated(0);
        assertThat(few.read(new RequesterId(0x0101), 0x34, 1)).isEqualTo(0xFF);

        few.enableVirtualFunctions(3);

        assertThat(few.read(new RequesterId(0x0103), 0x34, 1)).isEqualTo(0x50);
        assertThat(few.read(new RequesterId(0x0104), 0x34, 1)).isEqualTo(0xFF);
        assertThat(few.readMemory(Bench.VF_BAR0 + 3 * Bench.MIB, 4)).isEmpty();
    }

    @Test
    @Tag("P-029")
    void numVfsIsFixedWhileEnabled() {
        bench.write(Bench.PF, 0x170, 2, 3);

        assertThat(bench.read(Bench.PF, 0x170, 2)).isEqualTo(8);
    }

    @Test
    @Tag("P-030")
    void tooManyVirtualFunctionsCannotBeEnabled() {
        var few = Bench.enumerated(0);
        few.write(Bench.PF, 0x170, 2, 9);
        few.write(Bench.PF, 0x168, 2, 9);
        assertThat(few.read(Bench.PF, 0x168, 2) & 1).isZero();

        few.write(Bench.PF, 0x170, 2, 8);
        few.write(Bench.PF, 0x168, 2, 9);

        assertThat(few.read(Bench.PF, 0x168, 2) & 1).isEqualTo(1);
    }

    @Test
    @Tag("P-031")
    void pageSizeIsFixedWhileEnabledAndWidensTheWindows() {
        bench.write(Bench.PF, 0x180, 4, 0x10);
        assertThat(bench.read(Bench.PF, 0x180, 4)).isEqualTo(1);
        bench.write(Bench.PF, 0x168, 2, 0x38);

        bench.write(Bench.PF, 0x180, 4, 0x400);
        bench.write(Bench.PF, 0x168, 2, 0x39);

        assertThat(bench.vf(2).address(bench.vf(2).bars().get(0))).isEqualTo(Bench.VF_BAR0 + (4 << 20));
    }

    @Test
    @Tag("P-033")
    void eachVirtualFunctionHasItsSliceOfEachBar() {
        for (int index = 1; index <= 8; index++) {
            assertThat(bench.vf(index).address(bench.vf(index).bars().get(0)))
                    .isEqualTo(Bench.VF_BAR0 + (index - 1) * Bench.MIB);
            assertThat(bench.vf(index).address(bench.vf(index).bars().get(1)))
                    .isEqualTo(Bench.VF_BAR2 + (index - 1) * Bench.MSIX_BAR);
            bench.writeMemory(Bench.VF_BAR0 + (index - 1) * Bench.MIB + MEMORY, Bytes.filled(index, 4));
        }
        for (int index = 1; index <= 8; index++) {
            assertThat(bench.readMemory(Bench.VF_BAR0 + (index - 1) * Bench.MIB + MEMORY, 4))
                    .contains(Bytes.filled(index, 4));
        }
    }

    @Test
    @Tag("P-034")
    void memoryOfVirtualFunctionsHasAnEnableOfItsOwn() {
        bench.write(Bench.PF, 0x04, 2, 0x0404);
        assertThat(bench.readMemory(Bench.VF_BAR0, 4)).isPresent();
        bench.write(Bench.PF, 0x04, 2, 0x0406);

        bench.write(Bench.PF, 0x168, 2, 0x31);

        assertThat(bench.readMemory(Bench.VF_BAR0, 4)).isEmpty();
        assertThat(bench.readMemory(Bench.BAR0, 4)).isPresent();
    }

    @Test
    @Tag("P-035")
    void disablingVirtualFunctionsForgetsThem() {
        bench.writeMemory(Bench.VF_BAR0 + MEMORY, DATA);
        bench.write(Bench.PF, 0x168, 2, 0x38);
        assertThat(bench.read(new RequesterId(0x0101), 0x04, 2)).isEqualTo(0xFFFF);

        bench.write(Bench.PF, 0x168, 2, 0x39);

        assertThat(bench.read(new RequesterId(0x0101), 0x04, 2)).isZero();
        assertThat(bench.readMemory(Bench.VF_BAR0 + MEMORY, 8)).contains(Bytes.filled(0, 8));
    }

    @Test
    @Tag("P-036")
    void resetOfThePhysicalFunctionTakesTheVirtualOnesAway() {
        bench.write(Bench.PF, 0x78, 2, 0xA93F);

        assertThat(bench.read(Bench.PF, 0x168, 2)).isZero();
        assertThat(bench.read(Bench.PF, 0x170, 2)).isZero();
        assertThat(bench.read(Bench.PF, 0x180, 4)).isEqualTo(1);
        assertThat(bench.read(Bench.PF, 0x184, 4)).isEqualTo(0xC);
        assertThat(bench.read(Bench.PF, 0x188, 4)).isZero();
        assertThat(bench.read(Bench.PF, 0x04, 2)).isZero();
        assertThat(bench.read(new RequesterId(0x0101), 0x34, 1)).isEqualTo(0xFF);
        assertThat(bench.read(Bench.PF, 0x78, 2) & 0xE0)
                .as("Max_Payload_Size survives")
                .isEqualTo(0x20);
    }

    @Test
    @Tag("P-037")
    void resetOfAVirtualFunctionConcernsItAlone() {
        bench.writeMemory(Bench.VF_BAR0 + MEMORY, DATA);
        bench.writeMemory(Bench.VF_BAR0 + Bench.MIB + MEMORY, DATA);

        bench.write(new RequesterId(0x0101), 0x78, 2, 0x8000);

        assertThat(bench.read(new RequesterId(0x0101), 0x04, 2)).isZero();
        assertThat(bench.readMemory(Bench.VF_BAR0 + MEMORY, 8)).contains(Bytes.filled(0, 8));
        assertThat(bench.read(new RequesterId(0x0102), 0x04, 2)).isEqualTo(4);
        assertThat(bench.readMemory(Bench.VF_BAR0 + Bench.MIB + MEMORY, 8)).contains(DATA);
        assertThat(bench.read(Bench.PF, 0x04, 2)).isEqualTo(0x0406);
    }

    @Test
    void sleepingFunctionAnswersNoMemoryRequest() {
        bench.write(Bench.PF, 0x44, 2, 3);

        assertThat(bench.readMemory(Bench.BAR0, 4)).isEmpty();
        assertThat(bench.readMemory(Bench.VF_BAR0, 4)).isEmpty();
        assertThat(bench.vf(1).isBusMaster()).isFalse();

        bench.write(Bench.PF, 0x44, 2, 0);
        assertThat(bench.readMemory(Bench.BAR0, 4)).isPresent();
    }

    @Test
    void conventionalResetForgetsEverything() {
        bench.writeMemory(Bench.BAR0 + MEMORY, DATA);

        bench.device().conventionalReset();

        assertThat(bench.read(Bench.PF, 0x04, 2)).isZero();
        assertThat(bench.read(Bench.PF, 0x78, 2)).isEqualTo(0x2810);
        assertThat(bench.device().engines().memory(bench.pf()).isClear()).isTrue();
        assertThat(bench.pf().requesterId()).isEqualTo(new RequesterId(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0200, 0x7F00})
    void deviceTakesTheBusNumberOfConfigurationWrites(int id) {
        bench.write(new RequesterId(id), 0x0C, 1, 0);

        assertThat(bench.pf().requesterId().value()).isEqualTo(id);
        assertThat(bench.vf(3).requesterId().value()).isEqualTo(id + 3);
    }

    @Test
    void sameSeedGivesTheSameTrace() {
        Bench one = Bench.enumerated(2);
        Bench other = Bench.enumerated(2);
        one.copy(one.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 100, Way.CLEAR);
        other.copy(other.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 100, Way.CLEAR);

        assertThat(one.trace().events()).isNotEmpty().isEqualTo(other.trace().events());
    }
}
