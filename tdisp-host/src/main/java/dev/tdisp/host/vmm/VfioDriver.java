package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.vmm.DeviceOperation.Scope;
import dev.tdisp.host.vmm.DeviceOperation.WhileBound;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The honest way to reset, suspend and move what guests have: {@link DeviceOperation} says who may do what, and what comes
 * before. {@link PfDriver} does the same without a question.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * vmm.vfio().reset(function);          // for the host: an interface that is bound is unbound first
 * vmm.vfio().onBehalfOf(tvm).reset(function);
 * }</pre>
 */
public final class VfioDriver {
    private final HypervisorVmm vmm;
    private final TeeSecurityManager tsm;
    private final Bays bays;
    private final Optional<TvmId> guest;

    VfioDriver(HypervisorVmm vmm, TeeSecurityManager tsm, Bays bays, Optional<TvmId> guest) {
        this.vmm = vmm;
        this.tsm = tsm;
        this.bays = bays;
        this.guest = guest;
    }

    /**
     * Returns the driver as it serves a guest.
     *
     * @param tvm the guest
     * @return does what that guest may ask for
     */
    public VfioDriver onBehalfOf(TvmId tvm) {
        return new VfioDriver(vmm, tsm, bays, Optional.of(tvm));
    }

    /**
     * Resets a function.
     *
     * @param function which
     * @throws IllegalStateException if the rules are against it
     */
    public void reset(FunctionId function) {
        perform(DeviceOperation.FUNCTION_LEVEL_RESET, function, driver -> driver.functionLevelReset(function));
    }

    /**
     * Brings a function to D3hot.
     *
     * @param function which
     * @throws IllegalStateException if the rules are against it
     */
    public void powerDown(FunctionId function) {
        perform(DeviceOperation.POWER_DOWN, function, driver -> driver.setPower(function, PfDriver.Power.D3_HOT));
    }

    /**
     * Brings a function back to D0, which harms nobody.
     *
     * @param function which
     */
    public void powerUp(FunctionId function) {
        bays.of(function).driver().setPower(function, PfDriver.Power.D0);
    }

    /**
     * Clears Memory Space Enable of a function.
     *
     * @param function which
     * @throws IllegalStateException if the rules are against it
     */
    public void clearMemorySpace(FunctionId function) {
        perform(
                DeviceOperation.CLEAR_MEMORY_SPACE,
                function,
                driver -> driver.config(function).clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_MEMORY_SPACE));
    }

    /**
     * Clears Bus Master Enable of a function.
     *
     * @param function which
     * @throws IllegalStateException if the rules are against it
     */
    public void clearBusMaster(FunctionId function) {
        perform(
                DeviceOperation.CLEAR_BUS_MASTER,
                function,
                driver -> driver.config(function).clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER));
    }

    /**
     * Moves a window of a physical function.
     *
     * @param function which
     * @param bar which register, 0 to 5
     * @param address where it is to start
     * @throws IllegalStateException if the rules are against it
     */
    public void moveWindow(FunctionId function, int bar, long address) {
        perform(DeviceOperation.MOVE_WINDOW, function, driver -> driver.moveWindow(bar, address));
    }

    /**
     * Resets a whole device. A guest may ask for it only if all functions that are assigned are its own.
     *
     * @param function any function of the device
     * @throws IllegalStateException if the rules are against it
     */
    public void busReset(FunctionId function) {
        perform(DeviceOperation.BUS_RESET, function, PfDriver::conventionalReset);
    }

    /**
     * Makes the virtual functions of a device vanish.
     *
     * @param function any function of the device
     * @throws IllegalStateException if the rules are against it
     */
    public void disableFunctions(FunctionId function) {
        perform(DeviceOperation.DISABLE_FUNCTIONS, function, PfDriver::disableVirtualFunctions);
    }

    /**
     * Replaces the firmware of a device.
     *
     * @param function any function of the device
     * @param update what the device's own driver does
     * @throws IllegalStateException if the rules are against it
     */
    public void updateFirmware(FunctionId function, Runnable update) {
        perform(DeviceOperation.FIRMWARE_UPDATE, function, driver -> update.run());
    }

    /**
     * Takes a device out, with stream and session ended before.
     *
     * @param function any function of the device
     * @throws IllegalStateException if the rules are against it
     */
    public void remove(FunctionId function) {
        FunctionId device = bays.of(function).physicalFunction();
        perform(DeviceOperation.REMOVAL, function, driver -> {
            if (tsm.isConnected(device)) {
                vmm.disconnect(device);
            }
            vmm.surpriseRemoval(device);
        });
    }

    private void perform(DeviceOperation operation, FunctionId function, Consumer<PfDriver> work) {
        Bay bay = bays.of(function);
        List<FunctionId> reached = reached(operation, function, bay);
        guest.ifPresent(tvm -> requireOwn(operation, tvm, reached, function));
        List<FunctionId> bound = reached.stream()
                .filter(candidate -> tsm.binding(candidate).isPresent())
                .toList();
        if (!bound.isEmpty() && operation.whileBound() == WhileBound.REFUSED) {
            throw new IllegalStateException("%s: %s is bound".formatted(operation, bound));
        }
        bound.forEach(vmm::unbind);
        work.accept(bay.driver());
    }

    private static List<FunctionId> reached(DeviceOperation operation, FunctionId function, Bay bay) {
        boolean isAll = operation.scope() == Scope.DEVICE || function.equals(bay.physicalFunction());
        return isAll ? bay.driver().functions().stream().map(PciFunction::id).toList() : List.of(function);
    }

    private void requireOwn(DeviceOperation operation, TvmId tvm, List<FunctionId> reached, FunctionId function) {
        boolean isOwn = vmm.assignedTo(function).equals(guest);
        boolean isOthers =
                reached.stream().map(vmm::assignedTo).anyMatch(owner -> owner.isPresent() && !owner.equals(guest));
        if (!operation.isGuests() || !isOwn || isOthers) {
            throw new IllegalStateException("%s of %s is not for %s to ask".formatted(operation, function, tvm));
        }
    }
}
