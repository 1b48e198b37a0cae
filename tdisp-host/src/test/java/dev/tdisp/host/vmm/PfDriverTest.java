package dev.tdisp.host.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.host.memory.PageRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PfDriverTest {
    private static final long WINDOW = 0x40_0000_0000L;
    private static final FunctionId PF = new FunctionId(0, FakeDevice.PF);

    private final FakeDevice device = new FakeDevice();
    private Duration waited = Duration.ZERO;

    private PfDriver driver() {
        return new PfDriver(device, PF, new PageRange(WINDOW, 0x1_0000), time -> waited = waited.plus(time));
    }

    @Test
    @Tag("P-019")
    @Tag("P-020")
    void windowsAreSizedAndPlaced() {
        PfDriver driver = driver();

        assertThat(driver.function().bars())
                .containsExactly(
                        new Bar(0, WINDOW, FakeDevice.BAR0_SIZE, true, true),
                        new Bar(2, WINDOW + FakeDevice.BAR0_SIZE, FakeDevice.BAR2_SIZE, false, false));
        assertThat(device.register(Type0Header.BAR0, 4)).isEqualTo(0xC);
        assertThat(device.register(Type0Header.BAR0 + 4, 4)).isEqualTo(0x40);
    }

    @Test
    void functionDecodesAndMastersOnlyAfterItsWindowsArePlaced() {
        driver();

        assertThat(device.log.get(0)).isEqualTo("01:00.0 004:2=0");
        assertThat(device.log.get(device.log.size() - 1)).isEqualTo("01:00.0 004:2=6");
    }

    @Test
    void missingDeviceIsSeen() {
        var nobody = new FunctionId(0, RequesterId.of(2, 0, 0));
        var window = new PageRange(WINDOW, 1);

        assertThatThrownBy(() -> new PfDriver(device, nobody, window, time -> {}))
                .isInstanceOf(EnumerationException.class)
                .hasMessageContaining("0000:02:00.0");
    }

    @Test
    @Tag("P-026")
    @Tag("P-033")
    void virtualFunctionsLieSideBySide() {
        List<PciFunction> made = driver().enableVirtualFunctions(3);

        long first = WINDOW + 0x110_0000;
        assertThat(made)
                .extracting(function -> function.id().requesterId().value())
                .containsExactly(0x101, 0x102, 0x103);
        assertThat(made)
                .extracting(function -> function.bar(0).address())
                .containsExactly(first + 0, first + FakeDevice.VF_BAR_SIZE, first + 2L * FakeDevice.VF_BAR_SIZE);
        assertThat(made).allSatisfy(function -> assertThat(function.kind()).isEqualTo(PciFunction.Kind.VIRTUAL));
    }

    @Test
    void virtualFunctionsAreAskedOnlyAfterTheySettled() {
        driver().enableVirtualFunctions(1);

        assertThat(waited).isEqualTo(Duration.ofMillis(100));
        assertThat(device.log).containsSubsequence("01:00.0 170:2=1", "01:00.0 168:2=19", "01:00.1 004:2=4");
    }

    @Test
    void deviceHasNoMoreVirtualFunctionsThanItSays() {
        PfDriver driver = driver();

        assertThatThrownBy(() -> driver.enableVirtualFunctions(FakeDevice.TOTAL_VFS + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void disabledVirtualFunctionsAreGone() {
        PfDriver driver = driver();
        driver.enableVirtualFunctions(2);

        driver.disableVirtualFunctions();

        assertThat(driver.functions()).containsExactly(driver.function());
        assertThat(driver.config(new FunctionId(0, RequesterId.of(1, 0, 1))).isPresent())
                .isFalse();
    }

    @Test
    void windowsOfFunctionsThatAreGoneAreUsedAgain() {
        PfDriver driver = driver();
        List<PciFunction> first = driver.enableVirtualFunctions(2);

        for (int i = 0; i < 1000; i++) {
            driver.disableVirtualFunctions();
            assertThat(driver.enableVirtualFunctions(2)).isEqualTo(first);
        }
    }

    @Test
    void functionsOfWhichOneIsSilentAreDisabledAgain() {
        PfDriver driver = driver();
        device.silent = Optional.of(RequesterId.of(1, 0, 2));

        assertThatThrownBy(() -> driver.enableVirtualFunctions(2)).isInstanceOf(EnumerationException.class);

        assertThat(driver.functions()).containsExactly(driver.function());
        assertThat(device.register(0x168, 2) & 1).isZero();
        device.silent = Optional.empty();
        assertThat(driver.enableVirtualFunctions(2)).hasSize(2);
    }

    @Test
    @Tag("P-011")
    void teeIoIsReadFromTheCapability() {
        assertThat(driver().supportsTeeIo(PF)).isTrue();
        assertThat(driver().supportsTeeIo(new FunctionId(0, RequesterId.of(5, 0, 0))))
                .isFalse();
    }

    @Test
    void functionLevelResetIsOneBit() {
        driver().functionLevelReset(PF);

        assertThat(device.log).last().isEqualTo("01:00.0 078:2=8000");
    }

    @Test
    @Tag("P-008")
    @Tag("P-009")
    void brokenChainsEnd() {
        var config = new ConfigAccess(device, PF);
        device.space[0x40 + 1] = 0x40;
        device.space[0x103] = 0x10;
        device.space[0x102] = 0x01;

        assertThat(config.capability(CapabilityId.PCI_EXPRESS)).isEmpty();
        assertThat(config.extendedCapability(CapabilityId.EXTENDED_DOE)).isEmpty();
    }

    @Test
    void streamIsProgrammedBeforeItIsEnabled() {
        IdeRegisters registers = driver().ideRegisters();
        var stream = new StreamId(0x10);

        registers.program(stream, RequesterId.of(0, 1, 0), IdeForm.PLAIN);
        registers.enable(stream);

        int block = registers.block(stream);
        assertThat(device.log.subList(device.log.size() - 4, device.log.size()))
                .containsExactly(
                        "01:00.0 %03X:4=800".formatted(block + 0x0C),
                        "01:00.0 %03X:4=801".formatted(block + 0x10),
                        "01:00.0 %03X:4=10400000".formatted(block + 4),
                        "01:00.0 %03X:4=10400001".formatted(block + 4));
        assertThat(registers.isSecure(stream)).isFalse();
    }

    @Test
    void secondStreamGetsABlockOfItsOwn() {
        IdeRegisters registers = driver().ideRegisters();
        var first = new StreamId(1);
        var second = new StreamId(2);
        registers.program(first, RequesterId.of(0, 1, 0), IdeForm.PLAIN);
        registers.enable(first);

        registers.program(second, RequesterId.of(0, 1, 0), IdeForm.PLAIN);
        registers.enable(second);

        assertThat(registers.block(second)).isNotEqualTo(registers.block(first));
        assertThatThrownBy(() -> registers.program(new StreamId(3), RequesterId.of(0, 1, 0), IdeForm.PLAIN))
                .isInstanceOf(EnumerationException.class);
    }
}
