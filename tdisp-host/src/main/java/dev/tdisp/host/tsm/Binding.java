package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.TvmId;

/**
 * An interface that is bound to a guest, as the security manager keeps book of it; nobody asks the device.
 *
 * @param function the interface
 * @param tvm the guest
 * @param epoch the present lock, measurement and report
 * @param isStarted whether the guest had it started
 * @param isGateOpen whether it may use the guest's memory
 * @param windows how many ranges of the report the guest has mapped as private
 */
public record Binding(
        FunctionId function, TvmId tvm, BindEpoch epoch, boolean isStarted, boolean isGateOpen, int windows) {}
