package dev.tdisp.device.tdi;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.PhysicalRegisters;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.function.BarContent;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.ide.IdeBlocks;
import java.util.List;
import java.util.Optional;

/** Functions with every capability and their interfaces, without the protocols before them. */
final class TrackedDevice {
    private static final DeviceLayout LAYOUT = DeviceLayout.complete(3);
    private static final IdeProfile PROFILE =
            IdeProfile.STRICT.withFeatures(LAYOUT.ide().features());
    private static final int STREAM = 0x10;
    private static final int DEFAULT_STREAM = 1 << 22;

    private final PhysicalFunction physical =
            PhysicalFunction.of(LAYOUT, BarContent.NONE, (request, context) -> Optional.empty());
    private final TdiSet interfaces;
    private final boolean locksMsix;

    TrackedDevice(int virtualFunctions, boolean locksMsix) {
        this.locksMsix = locksMsix;
        var env = Env.seeded(1);
        var port = new IdePort("device", IdePort.Role.ENDPOINT, PROFILE, env);
        var blocks = new IdeBlocks(physical, port);
        this.interfaces = new TdiSet(physical, blocks, port, TdispProfile.SPEC, env);
        physical.capture(RequesterId.of(1, 0, 0));
        PhysicalRegisters registers = physical.registers();
        write(physical, registers.ide().streams().get(0).control(), (long) STREAM << 24 | DEFAULT_STREAM);
        write(physical, registers.sriov().numVfs(), virtualFunctions);
        write(physical, registers.sriov().control(), virtualFunctions == 0 ? 0 : 0x19);
        write(physical, registers.header().command(), 0x0006);
        physical.virtualFunctions().stream()
                .filter(DeviceFunction::isPresent)
                .forEach(function ->
                        write(function, function.registers().header().command(), 0x0004));
    }

    static PhysicalFunction sample() {
        return PhysicalFunction.of(LAYOUT, BarContent.NONE, (request, context) -> Optional.empty());
    }

    PhysicalFunction physical() {
        return physical;
    }

    /** Returns function 0, then the virtual ones that exist. */
    List<DeviceFunction> functions() {
        var present = new java.util.ArrayList<DeviceFunction>(List.of(physical));
        physical.virtualFunctions().stream().filter(DeviceFunction::isPresent).forEach(present::add);
        return List.copyOf(present);
    }

    void bring(DeviceFunction function, TdiState state) {
        TeeDeviceInterface tdi = interfaces.interfaceOf(function);
        if (state == TdiState.CONFIG_UNLOCKED) {
            return;
        }
        LockFlags flags = locksMsix ? LockFlags.of(LockFlag.LOCK_MSIX) : LockFlags.NONE;
        LockParameters parameters = LockParameters.of(flags, STREAM);
        var nonce = Nonce.of(Bytes.filled(7, Nonce.SIZE));
        tdi.lock(1, parameters);
        tdi.machine().lock(new LockBinding(1, parameters, Bytes.EMPTY), nonce);
        if (state == TdiState.RUN) {
            tdi.machine().start(nonce, () -> {});
        } else if (state == TdiState.ERROR) {
            tdi.machine().on(TdiEvent.DSM_FAILED);
        }
    }

    TdiState state(DeviceFunction function) {
        return interfaces.interfaceOf(function).state();
    }

    /** Writes a register whole, by accesses that can be. */
    static void write(DeviceFunction function, Register register, long value) {
        ConfigurationSpace.requireAccess(register.offset(), register.size());
        function.configWrite(register.offset(), register.size(), value & register.bits());
    }

    static long value(DeviceFunction function, Register register) {
        return function.registers().space().value(register);
    }
}
