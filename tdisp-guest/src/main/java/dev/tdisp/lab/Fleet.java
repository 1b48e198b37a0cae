package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.Acceptance;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootComplex;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.SpdmConnector;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.HostLayout;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.host.vmm.PciFunction;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.measurement.ReferenceValues;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many devices of one maker behind many root ports, one host, and several guests that share the virtual functions.
 *
 * <p>Where a {@link Lab} shows one attach step by step, a fleet shows that ten thousand cost ten thousand times as much as
 * one. A device is {@linkplain #connect connected} once; then each of its interfaces is attached for itself. Nothing here
 * has a thread of its own. For one thread at a time.
 *
 * <pre>{@code
 * try (Fleet fleet = Fleet.builder().devices(2).vfs(8).tvms(2).build()) {
 *     fleet.connect();
 *     fleet.interfaces().forEach(fleet::attach);
 *     fleet.roundTrip(fleet.interfaces().get(0), secret); // the secret, encrypted and decrypted by direct DMA
 * }
 * }</pre>
 */
public final class Fleet implements AutoCloseable {
    private static final int FUNCTIONS_OF_A_SLOT = 8;
    private static final int KEY_SIZE = 32;
    private static final int COUNTER_SIZE = 16;

    private final FleetBuilder.Settings settings;
    private final RandomSource guestRandom;
    private final List<SrIovDevice> devices;
    private final List<TrustedVm> guests;
    private final TeeSecurityManager tsm;
    private final HypervisorVmm vmm;
    private final List<FleetInterface> interfaces = new ArrayList<>();

    Fleet(FleetBuilder.Settings settings) {
        this.settings = settings;
        var time = new VirtualTime();
        var env = new Env(time, time, RandomSource.seeded(settings.seed()), settings.trace());
        var maker = new FleetMaker(env.random().forParty("maker"));
        this.guestRandom = env.random().forParty("driver");
        this.devices = numbers(settings.devices())
                .mapToObj(number -> maker.device(number, settings.vfs(), env))
                .toList();
        Env host = env.forParty("host");
        var memory = new HostMemory(host);
        var iommu = new Iommu(host, memory);
        List<RootPort> ports = numbers(settings.devices())
                .mapToObj(number -> new RootPort(rootPort(number), iommu, IdeProfile.STRICT, host))
                .toList();
        Env manager = env.forParty("tsm");
        var connector = new SpdmConnector(RequesterOptions.TDISP, manager, time::advance);
        var complex = RootComplex.of(ports.toArray(RootPort[]::new));
        this.tsm = new TeeSecurityManager(complex, memory, iommu, connector, TsmOptions.DEFAULT, manager);
        this.vmm = new HypervisorVmm(
                memory, iommu, ports.get(0), tsm, HostLayout.DEFAULT, time::advance, env.forParty("vmm"));
        for (int number = 2; number <= settings.devices(); number++) {
            vmm.addPort(ports.get(number - 1), window(number), physicalFunction(number));
        }
        AppraisalPolicy policy = policy(devices.get(0));
        this.guests = numbers(settings.tvms())
                .mapToObj(number -> launch(new TvmId("tvm-" + number), policy, env))
                .toList();
    }

    /**
     * Starts to describe a fleet.
     *
     * @return a builder: two devices of eight virtual functions, two guests
     */
    public static FleetBuilder builder() {
        return new FleetBuilder();
    }

    private static IntStream numbers(int count) {
        return IntStream.rangeClosed(1, count);
    }

    private static RequesterId rootPort(int number) {
        return RequesterId.of(0, 1 + (number - 1) / FUNCTIONS_OF_A_SLOT, (number - 1) % FUNCTIONS_OF_A_SLOT);
    }

    private FunctionId physicalFunction(int number) {
        return new FunctionId(0, RequesterId.of(1 + (number - 1) * settings.busesOfDevice(), 0, 0));
    }

    /** Each device has a window as large as the first one's, one behind the other. */
    private static PageRange window(int number) {
        PageRange first = HostLayout.DEFAULT.window();
        return new PageRange(first.address() + (number - 1) * first.size(), first.count());
    }

    private static AppraisalPolicy policy(SrIovDevice device) {
        var good = device.credentials().measurements().get().blocks(MeasurementHashAlgorithm.SHA_384, false);
        return AppraisalPolicy.trusting(List.of(device.credentials().identity().root()))
                .withReferenceValues(ReferenceValues.of(good));
    }

    private TrustedVm launch(TvmId tvm, AppraisalPolicy policy, Env env) {
        var space = vmm.launch(tvm, GuestLayout.SMALL);
        return new TrustedVm(
                space, GuestLayout.SMALL, tsm.callsOf(tvm), vmm.hypercallsOf(tvm), policy, env.forParty(tvm.name()));
    }

    /**
     * Does what is needed once for each device: finds it, enables its virtual functions, opens a session, keys the stream.
     * The functions go to the guests in turn.
     *
     * @throws IllegalStateException if it is done already
     */
    public void connect() {
        if (!interfaces.isEmpty()) {
            throw new IllegalStateException("the fleet is connected");
        }
        for (int number = 1; number <= settings.devices(); number++) {
            FunctionId physical = physicalFunction(number);
            List<PciFunction> functions =
                    vmm.plugIn(devices.get(number - 1), physical).enableVirtualFunctions(settings.vfs());
            vmm.connect(physical);
            for (PciFunction function : functions) {
                TrustedVm guest = guests.get(interfaces.size() % guests.size());
                int vf = 1 + interfaces.size() % settings.vfs();
                interfaces.add(new FleetInterface(number, vf, function.id(), guest));
            }
        }
    }

    /**
     * Returns all virtual functions.
     *
     * @return the functions, device by device; none before {@link #connect}
     */
    public List<FleetInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    /**
     * Attaches an interface: assigned by the hypervisor, locked, its report read, its evidence verified by its guest, its
     * windows accepted, started, its gate open.
     *
     * @param tdi the interface
     * @throws RejectedException if the guest does not like the evidence
     * @throws IllegalStateException if it is attached, or a step behind the verdict is refused
     */
    public void attach(FleetInterface tdi) {
        vmm.assign(tdi.function(), tdi.guest().id());
        tdi.guest().lock(tdi.function());
        Acceptance acceptance = tdi.guest().accept(tdi.function());
        if (acceptance instanceof Acceptance.Rejected rejected) {
            throw new RejectedException(rejected.verdict());
        }
        if (acceptance instanceof Acceptance.Failed failed) {
            throw new IllegalStateException("%s: %s: %s".formatted(tdi, failed.step(), failed.reason()));
        }
    }

    /**
     * Takes an interface from its guest, from wherever it is.
     *
     * @param tdi the interface, which is assigned
     */
    public void detach(FleetInterface tdi) {
        if (tsm.binding(tdi.function()).isPresent()) {
            tdi.guest().unlock(tdi.function());
        }
        vmm.unassign(tdi.function());
    }

    /**
     * Has an attached interface encrypt private memory of its guest and decrypt it again, by direct DMA.
     *
     * @param tdi the interface
     * @param content what to encrypt; at least one byte
     * @return what came back
     * @throws IllegalStateException if the interface did not work
     */
    public Bytes roundTrip(FleetInterface tdi, Bytes content) {
        TrustedVm guest = tdi.guest();
        EngineDriver driver = guest.privateDriver(tdi.function());
        Bytes key = guestRandom.next(KEY_SIZE);
        Bytes counter = guestRandom.next(COUNTER_SIZE);
        GuestBuffer plain = guest.heap().put(content);
        GuestBuffer sealed = guest.heap().allocate(content.size());
        GuestBuffer opened = guest.heap().allocate(content.size());
        try {
            require(tdi, driver.encrypt(key, counter, plain, sealed));
            require(tdi, driver.encrypt(key, counter, sealed, opened));
            return guest.heap().content(opened);
        } finally {
            List.of(plain, sealed, opened).forEach(guest.heap()::release);
        }
    }

    private static void require(FleetInterface tdi, JobResult result) {
        if (!result.isDone()) {
            throw new IllegalStateException("%s did not work: %s".formatted(tdi, result.detail()));
        }
    }

    /**
     * Looks into a device: the state of an interface.
     *
     * @param tdi the interface
     * @return the state at this moment
     */
    public TdiState state(FleetInterface tdi) {
        SrIovDevice device = devices.get(tdi.device() - 1);
        return device.interfaceOf(device.virtualFunction(tdi.vf())).state();
    }

    /**
     * Returns the devices.
     *
     * @return the devices, in order
     */
    public List<SrIovDevice> devices() {
        return devices;
    }

    /**
     * Returns the guests.
     *
     * @return the guests, in order
     */
    public List<TrustedVm> guests() {
        return guests;
    }

    /**
     * Returns the security manager of all devices.
     *
     * @return the security manager
     */
    public TeeSecurityManager tsm() {
        return tsm;
    }

    /**
     * Returns the hypervisor.
     *
     * @return the hypervisor
     */
    public HypervisorVmm vmm() {
        return vmm;
    }

    /** Unbinds every interface, and ends streams and sessions; without effect if there are none. */
    @Override
    public void close() {
        if (tsm.isConnected()) {
            vmm.disconnect();
        }
    }
}
