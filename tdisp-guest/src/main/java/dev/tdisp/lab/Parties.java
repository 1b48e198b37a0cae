package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.PlatformStep;
import dev.tdisp.host.platform.Platforms;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.SpdmConnector;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.HostLayout;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.host.vmm.PciFunction;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.measurement.ReferenceValues;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The four parties, connected but before their first word. */
final class Parties implements AutoCloseable {
    private static final RequesterId ROOT_PORT = RequesterId.of(0, 1, 0);
    private static final TvmId TVM = new TvmId("tvm");

    private final int vfs;
    private final boolean translates;
    private final Optional<Bytes> challenge;
    private final UnaryOperator<PcieDevice> onTheLink;
    private final RootPort port;
    private final HostMemory memory;
    private final Iommu iommu;
    private final Watch watch;
    private final BenchFaults faults;
    private final Optional<Capture> capture;
    private final RandomSource guestRandom;
    private final BenchDevice device;
    private final TeeSecurityManager tsm;
    private final HypervisorVmm vmm;
    private final VirtualTime time;
    private final int heartbeatPeriod;
    private final AppraisalPolicy policy;
    private final Stand stand;
    private final GuestLayout memoryLayout;
    private final Map<TvmId, Launched> others = new LinkedHashMap<>();
    private final Optional<PlatformProfile> platform;
    private final Env env;
    private List<PciFunction> virtualFunctions = List.of();
    private boolean isPlugged;
    private boolean areFunctionsEnabled;
    private GuestAddressSpace space;
    private TrustedVm guest;
    private boolean isGuestAlive = true;
    private int boots;

    Parties(LabBuilder.Settings settings, Env env, VirtualTime time) {
        this.vfs = settings.vfs();
        this.translates = settings.translates();
        this.time = time;
        this.heartbeatPeriod = settings.profile().spdm().heartbeatPeriod();
        this.challenge = settings.challenge();
        this.faults = new BenchFaults(settings.faults(), env, time::advance);
        this.watch = new Watch(settings.isWatched());
        this.onTheLink = device -> watch.onTheLink(settings.onTheLink().apply(faults.onTheLink(device)));
        this.device = BenchDevice.of(settings, env.forParty("device"));
        Env host = env.forParty("host");
        this.memory = new HostMemory(host);
        this.iommu = new Iommu(host, memory);
        var port = new RootPort(ROOT_PORT, iommu, settings.hostIde(), host);
        Env manager = env.forParty("tsm");
        var spdm =
                new SpdmConnector(settings.stand().requester().apply(RequesterOptions.TDISP), manager, time::advance);
        this.capture = settings.isCaptured() ? Optional.of(new Capture(time)) : Optional.empty();
        var sessions = settings.stand().sessions().apply(watch.onTheWay(faults.onTheWay(spdm)));
        var connector = capture.map(tape -> tape.onTheWay(sessions)).orElse(sessions);
        this.platform = settings.platform();
        this.tsm = new TeeSecurityManager(port, memory, iommu, connector, settings.options(), manager);
        Env hypervisor = env.forParty("vmm");
        this.vmm = new HypervisorVmm(memory, iommu, port, tsm, HostLayout.DEFAULT, time::advance, hypervisor);
        this.port = port;
        this.guestRandom = env.random().forParty("driver");
        this.memoryLayout = settings.memory();
        this.space = vmm.launch(TVM, memoryLayout);
        this.policy = settings.policy().apply(policy());
        this.stand = settings.stand();
        this.env = env;
        this.guest = guest(space, env.forParty(TVM.name()));
        startWatch();
    }

    private void startWatch() {
        watch.over(memory, port);
        ownDevice().ifPresent(own -> {
            watch.over(own, vfs);
            KeyLog keys = watch.keyLog().and(capture.map(Capture::keys).orElse(KeyLog.NONE));
            own.dsm().spdm().logKeys(keys);
        });
        watch.whenQuiet(() -> Invariants.atRest(this));
    }

    private TrustedVm guest(GuestAddressSpace addresses, Env own) {
        TvmId tvm = addresses.tvm();
        GuestHypercalls calls = stand.hypercalls().apply(vmm.hypercallsOf(tvm));
        return new TrustedVm(addresses, memoryLayout, tsm.callsOf(tvm), calls, policy, stand.judge(), own);
    }

    /** Launches another guest, which has no function yet and demands the same of devices. */
    TrustedVm launch(String name) {
        GuestAddressSpace addresses = vmm.launch(new TvmId(name), memoryLayout);
        TrustedVm other = guest(addresses, env.forParty(name));
        others.put(addresses.tvm(), new Launched(addresses, other));
        return other;
    }

    private AppraisalPolicy policy() {
        return AppraisalPolicy.trusting(List.of(device.root()))
                .withReferenceValues(ReferenceValues.of(device.measurements()));
    }

    SrIovDevice device() {
        return device.simulated();
    }

    /** The device, if the lab built it and can look into it. */
    Optional<SrIovDevice> ownDevice() {
        return device instanceof BenchDevice.Own own ? Optional.of(own.simulated()) : Optional.empty();
    }

    /** Lets something go wrong from now on, wherever it belongs: on the way, on the link, or inside the device. */
    void inject(Fault fault) {
        faults.inject(fault);
        ownDevice().ifPresent(own -> own.inject(fault));
    }

    Watch watch() {
        return watch;
    }

    Optional<Capture> capture() {
        return capture;
    }

    HostMemory memory() {
        return memory;
    }

    /** The addresses of all guests. */
    List<GuestAddressSpace> spaces() {
        List<GuestAddressSpace> spaces = new ArrayList<>();
        others.values().forEach(other -> spaces.add(other.space));
        if (isGuestAlive) {
            spaces.add(space);
        }
        return spaces;
    }

    Optional<TrustedVm> guest(TvmId tvm) {
        Optional<TrustedVm> first = Optional.of(guest).filter(vm -> isGuestAlive && tvm.equals(TVM));
        return first.or(() -> Optional.ofNullable(others.get(tvm)).map(other -> other.vm));
    }

    Iommu iommu() {
        return iommu;
    }

    RootPort port() {
        return port;
    }

    boolean isGateOpen(FunctionId function) {
        return iommu.gate(function.requesterId()).isOpen();
    }

    HypervisorVmm vmm() {
        return vmm;
    }

    TeeSecurityManager tsm() {
        return tsm;
    }

    TrustedVm guest() {
        return guest;
    }

    TvmId tvm() {
        return TVM;
    }

    /** Whether the platform takes interfaces into trust, and not only devices as they are. */
    boolean usesTdisp() {
        return platform.map(PlatformProfile::usesTdisp).orElse(true);
    }

    /** The steps of a guest's acceptance, in the platform's order. */
    List<PlatformStep> acceptance() {
        return platform.orElse(Platforms.LINUX).acceptance();
    }

    Optional<Bytes> challenge() {
        return challenge;
    }

    int vfs() {
        return vfs;
    }

    TdiState state(int vf) {
        return device.state(vf);
    }

    void plugIn() {
        if (!isPlugged) {
            vmm.plugIn(onTheLink.apply(device.link()));
            isPlugged = true;
        }
    }

    void enableVirtualFunctions() {
        if (!areFunctionsEnabled) {
            areFunctionsEnabled = true;
            virtualFunctions = vmm.driver().enableVirtualFunctions(vfs);
        }
    }

    FunctionId function(int vf) {
        return virtualFunctions.get(vf - 1).id();
    }

    /** Lets as much time pass without a sign of life as ends a session. */
    void missHeartbeat() {
        time.advance(Duration.ofSeconds(2L * heartbeatPeriod + 1));
    }

    boolean isPlugged() {
        return isPlugged;
    }

    boolean isGuestAlive() {
        return isGuestAlive;
    }

    /** Takes the device out of its slot, with or without a word to anybody before. */
    void pullOut() {
        ownDevice().ifPresent(SrIovDevice::linkDown);
        vmm.surpriseRemoval();
        areFunctionsEnabled = false;
        isPlugged = false;
    }

    /** Ends the guest: its memory is wiped and free. */
    void endGuest() {
        vmm.destroy(TVM);
        isGuestAlive = false;
    }

    /** Launches the guest again, which knows nothing of its life before. */
    void launchGuest() {
        space = vmm.launch(TVM, memoryLayout);
        isGuestAlive = true;
        bootGuest();
    }

    /** Boots another kernel in the memory that the guest has: it knows nothing of what the one before did. */
    void bootGuest() {
        boots++;
        guest = guest(space, env.forParty("%s-%d".formatted(TVM.name(), boots)));
    }

    /** The function, if virtual functions are or were enabled. */
    Optional<FunctionId> findFunction(int vf) {
        return vf <= virtualFunctions.size() ? Optional.of(function(vf)) : Optional.empty();
    }

    /** Tells whether functions are to ask what addresses mean. */
    boolean translates() {
        return translates;
    }

    /** Lets a function ask what addresses mean, if it is to. */
    void translate(FunctionId function) {
        if (translates && isPlugged) {
            vmm.driver().setAddressTranslation(iommu, function, true);
        }
    }

    boolean isSecure() {
        return port.ide().stream(TsmOptions.DEFAULT.stream())
                .filter(IdeStream::isSecure)
                .isPresent();
    }

    /** Draws what the guest's software wants, keys and secrets for example. */
    Bytes random(int size) {
        return guestRandom.next(size);
    }

    @Override
    public void close() {
        if (tsm.isConnected()) {
            vmm.disconnect();
        }
    }

    private record Launched(GuestAddressSpace space, TrustedVm vm) {}
}
