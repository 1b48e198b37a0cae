package dev.tdisp.device;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.DoeRegisters;
import dev.tdisp.device.doe.DoeMailbox;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.DeviceSecurityManager;
import dev.tdisp.device.dsm.FirmwareSlot;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.device.dsm.VendorProtocols;
import dev.tdisp.device.engine.EngineBars;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.function.VirtualFunction;
import dev.tdisp.device.ide.Arrival;
import dev.tdisp.device.ide.DeviceLink;
import dev.tdisp.device.ide.IdeBlocks;
import dev.tdisp.device.ide.LinkHabit;
import dev.tdisp.device.tdi.TdiSet;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.transport.DoeResponder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A device with one physical function and its virtual ones, each with a DMA engine and a TEE device interface.
 *
 * <p>For one thread at a time; many devices may run in parallel. The same environment gives the same device.
 */
public final class SrIovDevice implements PcieDevice {
    private final Env env;
    private final String name;
    private final EngineBars engines = new EngineBars();
    private final IdePort port;
    private final PhysicalFunction physical;
    private final DeviceLink link;
    private final IdeBlocks blocks;
    private final TdiSet interfaces;
    private final DeviceSecurityManager dsm;
    private final Credentials credentials;
    private final PacketDispatch dispatch;
    private final FirmwareSlot firmware;
    private final DeviceFaults faults;

    SrIovDevice(SrIovDeviceBuilder parts, Credentials credentials) {
        DeviceProfile profile = parts.profile();
        this.env = parts.env();
        this.name = parts.name();
        this.credentials = credentials;
        this.port = new IdePort(
                name,
                IdePort.Role.ENDPOINT,
                profile.ide().withFeatures(profile.layout().ide().features()),
                env);
        this.link = new DeviceLink(
                port,
                env,
                () -> physicalFunction().requesterId(),
                bits -> physicalFunction().logUncorrectable(bits));
        this.physical = PhysicalFunction.of(profile.layout(), engines, link);
        var recorder = new RegisterRecorder(name, env);
        physical.addListener(recorder);
        physical.virtualFunctions().forEach(function -> function.addListener(recorder));
        for (DoeRegisters mailbox : physical.registers().mailboxes()) {
            new DoeMailbox(physical, mailbox, profile.doe(), env.timers(), responder(mailbox));
        }
        this.blocks = new IdeBlocks(physical, port);
        this.interfaces = new TdiSet(physical, blocks, port, profile.tdisp(), env);
        this.firmware = new FirmwareSlot(parts.firmware(), new Trust(profile.tdisp()));
        this.faults = new DeviceFaults(parts.faults(), env);
        faults.on(index -> DeviceFaults.reset(function(index)), index -> loseState(function(index)), interfaces::skip);
        this.dsm = new DeviceSecurityManager(
                name,
                new DeviceSecurityManager.Profiles(profile.spdm(), profile.tdisp(), parts.times()),
                protocols(profile, parts.interceptor()),
                credentials,
                firmware::running,
                env);
        interfaces.serve(parts.vendors());
        interfaces.object(this::objection);
        this.dispatch = new PacketDispatch(physical, new ById(), this::note);
    }

    /**
     * Starts to build a device.
     *
     * @param env time, randomness and trace
     * @return the builder
     */
    public static SrIovDeviceBuilder builder(Env env) {
        return new SrIovDeviceBuilder(env);
    }

    private VendorProtocols protocols(DeviceProfile profile, VendorInterceptor interceptor) {
        var parts = new VendorProtocols.Parts(physical, port, blocks, interfaces);
        var protocols = new VendorProtocols(parts, profile.tdisp(), interceptor.then(faults), faults.env(env));
        if (profile.has(DeviceSwitch.SPDM_ALONE)) {
            protocols.withdraw();
        }
        if (profile.has(DeviceSwitch.CXL_MESSAGES)) {
            protocols.answerCxl(env);
        }
        return protocols;
    }

    private Optional<String> objection(LockParameters parameters) {
        boolean isInTheWay = firmware.isUpdating() && parameters.flags().has(LockFlag.NO_FW_UPDATE);
        return isInTheWay ? Optional.of("a firmware update is under way") : Optional.empty();
    }

    private void note(DeviceFunction function, String text) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), name + "/" + function.name(), text));
        }
    }

    private Function<Bytes, Optional<Bytes>> responder(DoeRegisters mailbox) {
        return mailbox.carriesSpdm() ? this::exchange : DoeResponder.discoveryOnly()::handle;
    }

    private Optional<Bytes> exchange(Bytes object) {
        Optional<Bytes> answer = faults.hangs() ? Optional.empty() : dsm.exchange(object);
        if (faults.takeReset()) {
            conventionalReset();
            return Optional.empty();
        }
        return faults.hangs() ? Optional.empty() : answer;
    }

    private DeviceFunction function(int index) {
        return index == 0 ? physical : virtualFunction(index);
    }

    @Override
    public void connect(UpstreamPort upstream) {
        link.connect(upstream);
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        long nobody = size == Long.BYTES ? -1 : (1L << (8 * size)) - 1;
        if (port.refusesClearConfiguration()) {
            return nobody;
        }
        Optional<DeviceFunction> found = addressed(function, offset, size);
        return found.isPresent() ? found.get().configRead(offset, size) : nobody;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        if (size > 0 && size < Long.BYTES && value >>> (8 * size) != 0) {
            throw new IllegalArgumentException("value: %xh does not fit in %d bytes".formatted(value, size));
        }
        if (!port.refusesClearConfiguration()) {
            write(function, offset, size, value);
        }
    }

    /** Finds the function whose registers are read; they show what is the case now. */
    private Optional<DeviceFunction> addressed(RequesterId id, int offset, int size) {
        ConfigurationSpace.requireAccess(offset, size);
        blocks.refreshBefore(offset);
        return find(id);
    }

    private boolean write(RequesterId id, int offset, int size, long value) {
        ConfigurationSpace.requireAccess(offset, size);
        Optional<DeviceFunction> found = find(id);
        if (found.filter(physical::equals).isPresent()) {
            physical.capture(id);
        }
        found.ifPresent(function -> function.configWrite(offset, size, value));
        return found.isPresent();
    }

    /** Function 0 answers under whatever bus and device number the link leads to it. */
    private Optional<DeviceFunction> find(RequesterId id) {
        return physical.find(id).or(() -> (id.value() & 0xFF) == 0 ? Optional.of(physical) : Optional.empty());
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        Optional<LinkFrame> last = Optional.empty();
        for (Arrival arrival : link.open(frame)) {
            Optional<LinkFrame> answer =
                    dispatch.dispatch(arrival).flatMap(done -> link.answer(done, arrival.context()));
            if (answer.isPresent()) {
                last.ifPresent(link::sendAhead);
                last = answer;
            }
        }
        return last;
    }

    @Override
    public void conventionalReset() {
        physical.conventionalReset();
        dsm.reset();
        firmware.reset();
    }

    /** Takes a hot reset from the port above: as a conventional reset, but sticky bits survive. */
    public void hotReset() {
        physical.hotReset();
        dsm.reset();
        firmware.reset();
    }

    /** Loses the link, which resets the device like a hot reset; nobody answers until it is connected again. */
    public void linkDown() {
        hotReset();
        link.connect(frame -> Optional.empty());
    }

    /**
     * Returns the name of the device in traces.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the physical function, which knows its virtual ones.
     *
     * @return function 0
     */
    public PhysicalFunction physicalFunction() {
        return physical;
    }

    /**
     * Returns a virtual function.
     *
     * @param index 1 for the first
     * @return the function, perhaps disabled
     */
    public VirtualFunction virtualFunction(int index) {
        return physical.virtualFunctions().get(index - 1);
    }

    /**
     * Returns the interface of a function.
     *
     * @param function the function
     * @return its interface
     */
    public TeeDeviceInterface interfaceOf(DeviceFunction function) {
        return interfaces.interfaceOf(function);
    }

    /**
     * Loses what the security manager knows of a function's interface, which fails safe (section 11.4.4).
     *
     * @param function the function
     */
    public void loseState(DeviceFunction function) {
        interfaces.interfaceOf(function).machine().on(TdiEvent.DSM_FAILED, "its state was lost");
    }

    /**
     * Leaves a check at LOCK_INTERFACE out from now on, as a device that forgot it.
     *
     * @param check the check
     */
    public void skip(LockCheck check) {
        interfaces.skip(check);
    }

    /**
     * Lets something go wrong inside the device.
     *
     * @param fault what goes wrong from now on
     */
    public void inject(Fault fault) {
        faults.inject(fault);
    }

    /**
     * Says how the link treats completions, as a device that does not know better.
     *
     * @param habit the habit from now on
     */
    public void setLinkHabit(LinkHabit habit) {
        link.setHabit(habit);
    }

    /**
     * Returns the engines of all functions.
     *
     * @return the content of the BARs
     */
    public EngineBars engines() {
        return engines;
    }

    /**
     * Returns the streams of the upstream port.
     *
     * @return the port
     */
    public IdePort idePort() {
        return port;
    }

    /**
     * Returns the device security manager.
     *
     * @return SPDM, and the protocols inside its sessions
     */
    public DeviceSecurityManager dsm() {
        return dsm;
    }

    /**
     * Returns by what the device proves who and what it is; its root certificate is what a verifier has to trust.
     *
     * @return identity, measurements and shared keys
     */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Returns the firmware.
     *
     * @return what runs, and the way to replace it
     */
    public FirmwareSlot firmware() {
        return firmware;
    }

    /** What does not survive some changes of firmware. */
    private final class Trust implements FirmwareSlot.Dependents {
        private final TdispProfile profile;

        Trust(TdispProfile profile) {
            this.profile = profile;
        }

        @Override
        public List<TdiStateMachine> machines() {
            return interfaces.all().stream().map(TeeDeviceInterface::machine).toList();
        }

        @Override
        public boolean allowsDowngrade() {
            return profile.has(TdispSwitch.FIRMWARE_DOWNGRADE_ALLOWED);
        }

        @Override
        public void endTrust(String cause) {
            port.invalidateAll(IdeStreamEvent.DEVICE_POLICY);
            dsm.endSessions(cause);
            interfaces.all().stream()
                    .filter(tdi -> tdi.state() != TdiState.CONFIG_UNLOCKED)
                    .forEach(tdi -> tdi.function().scrub());
        }
    }

    /** Reads and writes by Requester ID. */
    private final class ById implements PacketDispatch.Configuration {
        @Override
        public Optional<Long> read(RequesterId function, int offset, int size) {
            return addressed(function, offset, size).map(found -> found.configRead(offset, size));
        }

        @Override
        public boolean write(RequesterId function, int offset, int size, long value) {
            return SrIovDevice.this.write(function, offset, size, value);
        }

        @Override
        public boolean refusesClear() {
            return port.refusesClearConfiguration();
        }
    }
}
