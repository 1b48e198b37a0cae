package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.vmm.DeviceOperation;
import dev.tdisp.host.vmm.DeviceOperation.WhileBound;
import dev.tdisp.host.vmm.PfDriver;
import dev.tdisp.host.vmm.VfioDriver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who may reset, suspend and move what, while a guest has it in its trust. */
class VfioRulesTest {
    private static final TvmId OTHER = new TvmId("other");
    private static final Map<DeviceOperation, BiConsumer<VfioDriver, FunctionId>> OPERATIONS = operations();

    private final Bench bench = new Bench();

    private static Map<DeviceOperation, BiConsumer<VfioDriver, FunctionId>> operations() {
        Map<DeviceOperation, BiConsumer<VfioDriver, FunctionId>> table = new EnumMap<>(DeviceOperation.class);
        table.put(DeviceOperation.CLEAR_MEMORY_SPACE, VfioDriver::clearMemorySpace);
        table.put(DeviceOperation.CLEAR_BUS_MASTER, VfioDriver::clearBusMaster);
        table.put(DeviceOperation.MOVE_WINDOW, (vfio, function) -> vfio.moveWindow(function, 0, 0x40_2000_0000L));
        table.put(DeviceOperation.FUNCTION_LEVEL_RESET, VfioDriver::reset);
        table.put(DeviceOperation.POWER_DOWN, VfioDriver::powerDown);
        table.put(DeviceOperation.BUS_RESET, VfioDriver::busReset);
        table.put(DeviceOperation.DISABLE_FUNCTIONS, VfioDriver::disableFunctions);
        table.put(DeviceOperation.FIRMWARE_UPDATE, (vfio, function) -> vfio.updateFirmware(function, () -> {}));
        table.put(DeviceOperation.REMOVAL, VfioDriver::remove);
        return table;
    }

    @ParameterizedTest
    @EnumSource(value = DeviceOperation.class, mode = Mode.EXCLUDE, names = "POWER_DOWN")
    void hostUnbindsFirstOrRefuses(DeviceOperation operation) {
        bench.accepted();
        boolean isRefused = operation.whileBound() == WhileBound.REFUSED;

        if (isRefused) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> OPERATIONS.get(operation).accept(bench.vmm.vfio(), bench.function));
        } else {
            OPERATIONS.get(operation).accept(bench.vmm.vfio(), bench.function);
        }

        assertThat(bench.tsm.binding(bench.function).isPresent()).isEqualTo(isRefused);
        assertThat(bench.stateAtDevice()).isEqualTo(isRefused ? TdiState.RUN : TdiState.CONFIG_UNLOCKED);
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isEqualTo(isRefused);
    }

    @ParameterizedTest
    @EnumSource(value = DeviceOperation.class, mode = Mode.EXCLUDE, names = "POWER_DOWN")
    void guestMayAskForWhatIsItsOwn(DeviceOperation operation) {
        VfioDriver vfio = bench.vmm.vfio().onBehalfOf(Bench.TVM);
        List<String> refused = new ArrayList<>();

        try {
            OPERATIONS.get(operation).accept(vfio, bench.function);
        } catch (IllegalStateException e) {
            refused.add(e.getMessage());
        }

        assertThat(refused.isEmpty()).isEqualTo(operation.isGuests());
    }

    @ParameterizedTest
    @EnumSource(DeviceOperation.class)
    void guestMayAskForNothingOfOthers(DeviceOperation operation) {
        bench.other(bench.virtualFunction(2));
        VfioDriver vfio = bench.vmm.vfio().onBehalfOf(OTHER);

        assertThatIllegalStateException()
                .isThrownBy(() -> OPERATIONS.get(operation).accept(vfio, bench.function));
    }

    @Test
    void guestDoesNotResetADeviceThatOthersUse() {
        bench.other(bench.virtualFunction(2));
        VfioDriver vfio = bench.vmm.vfio().onBehalfOf(Bench.TVM);

        vfio.reset(bench.function);

        assertThatIllegalStateException().isThrownBy(() -> vfio.busReset(bench.function));
    }

    @Test
    void resetOfThePhysicalFunctionReachesAll() {
        bench.accepted();
        Bench.Domain other = bench.other(bench.virtualFunction(2)).accepted();

        bench.vmm.vfio().reset(bench.vmm.driver().function().id());

        assertThat(bench.tsm.binding(bench.function)).isEmpty();
        assertThat(bench.tsm.binding(other.function())).isEmpty();
    }

    /** Functions that can sleep are those of the complete device; here they forget their state. */
    private static void withSleepyFunction(BiConsumer<Lab, FunctionId> work) {
        DeviceLayout complete = DeviceProfile.COMPLETE.layout();
        DeviceLayout forgetful = complete.withOptions(complete.options().withStateInD3(false));
        DeviceProfile profile = DeviceProfile.COMPLETE.withLayout(forgetful);
        try (Lab lab = Lab.builder().profile(profile).vfs(1).build()) {
            lab.attach(1).run();
            work.accept(lab, lab.vmm().driver().functions().get(1).id());
        }
    }

    @Test
    void powerWithoutAQuestionEndsTheInterfaceInError() {
        withSleepyFunction((lab, function) -> {
            lab.vmm().driver().setPower(function, PfDriver.Power.D3_HOT);
            lab.vmm().driver().setPower(function, PfDriver.Power.D0);

            assertThat(lab.state(1)).isEqualTo(TdiState.ERROR);
        });
    }

    @Test
    void honestHostUnbindsBeforeAFunctionSleeps() {
        withSleepyFunction((lab, function) -> {
            lab.vmm().vfio().powerDown(function);

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.tsm().binding(function)).isEmpty();
            lab.vmm().vfio().powerUp(function);
        });
    }

    @Test
    void movedWindowWithoutAQuestionEndsTheInterfaceInError() {
        bench.vmm.connect();
        FunctionId physical = bench.vmm.driver().function().id();
        bench.vmm.assign(physical, Bench.TVM);
        bench.guest.lock(physical);

        bench.vmm.driver().moveWindow(0, 0x40_2000_0000L);

        assertThat(bench.guest.state(physical)).isEqualTo(TdiState.ERROR);
    }
}
