package dev.tdisp.device.tdi;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.Timers;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeStreamListener;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.responder.HostedTdi;
import dev.tdisp.core.responder.TdiBackend;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.responder.VendorAnswer;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateListener;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.device.config.IdeRegisters.StreamBlock;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.function.VirtualFunction;
import dev.tdisp.device.ide.IdeBlocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** All interfaces of a device; it tells each of them what happens to the functions and streams it depends on. */
public final class TdiSet implements TdiBackend, FunctionListener, IdeStreamListener {
    /** How long an interface in ERROR takes to clear itself. */
    private static final Duration CLEARING = Duration.ofMillis(1);

    private final List<TeeDeviceInterface> interfaces;
    private final PhysicalFunction physical;
    private final IdeBlocks blocks;
    private final boolean identicalCounts;
    private final LockConditions conditions;
    private final Map<VendorRequests.Vendor, VendorRequests> vendors = new HashMap<>();

    /**
     * Gives each function its interface.
     *
     * @param function the physical function, with all its virtual ones
     * @param blocks the IDE registers
     * @param ide the streams behind them
     * @param profile what the device can do
     * @param env time and trace
     */
    public TdiSet(PhysicalFunction function, IdeBlocks blocks, IdePort ide, TdispProfile profile, Env env) {
        this.physical = function;
        this.blocks = blocks;
        this.identicalCounts = profile.switches().contains(TdispSwitch.IDENTICAL_WRITE_IS_MODIFICATION);
        this.conditions = new LockConditions(function, ide);
        var functions = new ArrayList<DeviceFunction>(List.of(function));
        functions.addAll(function.virtualFunctions());
        var all = new ArrayList<TeeDeviceInterface>();
        for (DeviceFunction each : functions) {
            var machine = new TdiStateMachine(ide.name() + "/" + each.name(), profile.switches(), env);
            var tdi = new TeeDeviceInterface(each, machine, conditions, profile.switches());
            all.add(tdi);
            if (profile.has(TdispSwitch.ERROR_CLEARS_ITSELF)) {
                machine.addListener(new Clearing(tdi, env.timers()));
            }
            each.addListener(this);
        }
        interfaces = List.copyOf(all);
        ide.addListener(this);
    }

    /**
     * Returns all interfaces.
     *
     * @return those of absent functions too
     */
    public List<TeeDeviceInterface> all() {
        return interfaces;
    }

    /**
     * Serves requests of vendors.
     *
     * @param more who serves whom
     */
    public void serve(Map<VendorRequests.Vendor, VendorRequests> more) {
        vendors.putAll(more);
    }

    /**
     * Lets the device object to locks for a reason of its own (L17).
     *
     * @param objection tells why a lock must not be; nothing if it may
     */
    public void object(Function<LockParameters, Optional<String>> objection) {
        conditions.add(objection);
    }

    /**
     * Leaves a check at LOCK_INTERFACE out from now on, as a device that forgot it.
     *
     * @param check the check
     */
    public void skip(LockCheck check) {
        conditions.skip(check);
    }

    @Override
    public Set<RequestCode> optionalRequests() {
        Set<RequestCode> requests = EnumSet.copyOf(TdiBackend.super.optionalRequests());
        if (!vendors.isEmpty()) {
            requests.add(RequestCode.VDM_REQUEST);
        }
        return requests;
    }

    @Override
    public VendorAnswer vendorRequest(long sessionId, HostedTdi target, VendorData request) {
        var vendor = new VendorRequests.Vendor(request.registryId(), request.vendorId());
        return Optional.ofNullable(vendors.get(vendor))
                .map(server -> server.answer(sessionId, (TeeDeviceInterface) target, request.data()))
                .orElseGet(VendorAnswer.Unsupported::new);
    }

    @Override
    public List<TeeDeviceInterface> interfaces() {
        return interfaces.subList(0, 1 + physical.enabledVirtualFunctions());
    }

    @Override
    public Optional<TeeDeviceInterface> interfaceAt(RequesterId id) {
        return physical.find(id).map(this::interfaceOf);
    }

    @Override
    public Optional<TeeDeviceInterface> interfaceOfBeef() {
        return interfaces().stream()
                .filter(tdi -> tdi.function() instanceof VirtualFunction)
                .findFirst()
                .or(() -> interfaces().stream().findFirst());
    }

    /**
     * Returns the interface of a function.
     *
     * @param function a function of the device, perhaps one that is disabled
     * @return its interface
     */
    public TeeDeviceInterface interfaceOf(DeviceFunction function) {
        int index = function instanceof VirtualFunction virtual ? virtual.index() : 0;
        TeeDeviceInterface tdi = index < interfaces.size() ? interfaces.get(index) : interfaces.get(0);
        if (tdi.function() != function) {
            throw new IllegalArgumentException("function: %s of another device".formatted(function.name()));
        }
        return tdi;
    }

    @Override
    public void registerWritten(DeviceFunction function, RegisterChange change) {
        List<Tracking.Row> rows = Tracking.rowsFor(change, identicalCounts);
        if (rows.isEmpty()) {
            return;
        }
        Optional<StreamBlock> block = blocks.blockOf(change.register());
        OptionalInt index = block.map(b -> OptionalInt.of(b.index())).orElse(OptionalInt.empty());
        List<TeeDeviceInterface> concerned = function.isPhysical() ? interfaces : List.of(interfaceOf(function));
        concerned.forEach(tdi -> tdi.registerWritten(function, change, rows, index));
    }

    @Override
    public void functionReset(DeviceFunction function, FunctionReset reset) {
        TeeDeviceInterface tdi = interfaceOf(function);
        switch (reset) {
            case FUNCTION_LEVEL ->
                tdi.machine()
                        .on(
                                function.isPhysical()
                                        ? TdiEvent.PF_FUNCTION_LEVEL_RESET
                                        : TdiEvent.FUNCTION_LEVEL_RESET,
                                function.name());
            case OF_PHYSICAL_FUNCTION -> tdi.machine().on(TdiEvent.PF_FUNCTION_LEVEL_RESET, function.name());
            case VF_DISABLED -> tdi.machine().on(TdiEvent.FUNCTION_DISABLED, function.name());
            case POWER -> tdi.machine().on(TdiEvent.POWER_STATE_LOST, function.name());
            case HOT, CONVENTIONAL -> {
                tdi.forget();
                function.releaseTags();
                tdi.machine().on(TdiEvent.CONVENTIONAL_RESET);
            }
        }
    }

    @Override
    public void reconfigured(DeviceFunction function, String what) {
        interfaceOf(function).machine().on(TdiEvent.DEVICE_CONFIGURATION_MODIFIED, what);
    }

    @Override
    public void functionRenumbered(DeviceFunction function) {
        interfaceOf(function).machine().on(TdiEvent.REQUESTER_ID_CHANGED, function.name());
    }

    @Override
    public void streamInsecure(StreamId stream, IdeStreamEvent cause) {
        interfaces.forEach(tdi -> {
            tdi.streamInsecure(stream, cause.sentence());
            tdi.function().releaseTags(stream);
        });
    }

    /** Has an interface clear itself some time after it entered ERROR, unless it left that before. */
    private static final class Clearing implements TdiStateListener {
        private final TeeDeviceInterface tdi;
        private final Timers timers;
        private Optional<Timers.Deadline> deadline = Optional.empty();

        Clearing(TeeDeviceInterface tdi, Timers timers) {
            this.tdi = tdi;
            this.timers = timers;
        }

        @Override
        public void stateChanged(TdiStateMachine changed, TdiState from, TdiState to, String cause) {
            deadline.ifPresent(Timers.Deadline::cancel);
            deadline = to == TdiState.ERROR ? Optional.of(timers.after(CLEARING, tdi::clearItself)) : Optional.empty();
        }
    }
}
