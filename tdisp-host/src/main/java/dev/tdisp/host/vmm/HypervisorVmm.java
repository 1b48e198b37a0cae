package dev.tdisp.host.vmm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.ConnectedDevice;
import dev.tdisp.host.tsm.TeeSecurityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hypervisor of a host: it places devices, launches guests, assigns functions to them, and asks the security manager for
 * what it cannot do itself.
 *
 * <p>Untrusted, and honest as long as nobody calls its methods in another order or with other values. A host is made with a
 * place for one device, which calls without a function mean; {@link #addPort} adds more. For one thread at a time.
 *
 * <pre>{@code
 * vmm.plugIn(device);
 * FunctionId function = vmm.driver().enableVirtualFunctions(4).get(0).id();
 * vmm.connect();
 * vmm.launch(tvm, GuestLayout.SMALL);
 * vmm.assign(function, tvm);
 * }</pre>
 */
public final class HypervisorVmm {
    private final HostMemory memory;
    private final Iommu iommu;
    private final TeeSecurityManager tsm;
    private final Consumer<Duration> pause;
    private final Env env;
    private final EvidenceCache evidence = new EvidenceCache();
    private final Bays bays = new Bays();
    private final InterruptRoutes routes = new InterruptRoutes();
    private final Guests guests;
    private final Assignments assignments;

    /**
     * Creates a hypervisor without a device and without guests.
     *
     * @param memory the host's memory
     * @param iommu the untrusted tables are this hypervisor's
     * @param port the root port of the first place
     * @param tsm the security manager
     * @param layout where the host has what
     * @param pause lets time pass while hardware works
     * @param env time and trace
     */
    public HypervisorVmm(
            HostMemory memory,
            Iommu iommu,
            RootPort port,
            TeeSecurityManager tsm,
            HostLayout layout,
            Consumer<Duration> pause,
            Env env) {
        this.memory = memory;
        this.iommu = iommu;
        this.tsm = tsm;
        this.pause = pause;
        this.env = env;
        this.guests = new Guests(memory, tsm, layout.memory());
        this.assignments = new Assignments(iommu, guests);
        addPort(port, layout.window(), layout.physicalFunction());
    }

    /**
     * Adds a place for a device.
     *
     * @param port the root port, which the security manager knows
     * @param window the addresses that it is to forward
     * @param physicalFunction where the device's function 0 will be
     * @throws IllegalArgumentException if function or addresses are taken
     */
    public void addPort(RootPort port, PageRange window, FunctionId physicalFunction) {
        bays.add(new Bay(port, window, physicalFunction, evidence));
    }

    /**
     * Plugs a device in at the first place; see {@link #plugIn(PcieDevice, FunctionId)}.
     *
     * @param device the device
     * @return the driver of its physical function
     */
    public PfDriver plugIn(PcieDevice device) {
        return bays.first().plugIn(device, pause, env);
    }

    /**
     * Plugs a device in, finds its physical function, places its windows and opens its mailbox.
     *
     * @param device the device
     * @param physicalFunction at which place
     * @return the driver of its physical function
     */
    public PfDriver plugIn(PcieDevice device, FunctionId physicalFunction) {
        return bays.of(physicalFunction).plugIn(device, pause, env);
    }

    /** Has the security manager authenticate the first device and open a session. */
    public void authenticate() {
        tsm.authenticate(bays.first().services());
    }

    /**
     * Has the security manager authenticate a device and open a session.
     *
     * @param physicalFunction which device
     * @return the device
     */
    public ConnectedDevice authenticate(FunctionId physicalFunction) {
        return tsm.authenticate(bays.of(physicalFunction).services());
    }

    /** Has the security manager authenticate the first device, open a session and key the stream. */
    public void connect() {
        tsm.connect(bays.first().services());
    }

    /**
     * Has the security manager authenticate a device, open a session and key the stream.
     *
     * @param physicalFunction which device
     * @return the device
     */
    public ConnectedDevice connect(FunctionId physicalFunction) {
        return tsm.connect(bays.of(physicalFunction).services());
    }

    /**
     * Launches a guest with memory of its own and memory that it shares.
     *
     * @param tvm the guest
     * @param where where it sees what
     * @return its addresses
     */
    public GuestAddressSpace launch(TvmId tvm, GuestLayout where) {
        return guests.launch(tvm, where);
    }

    /**
     * Ends a guest: its functions are taken from it, its memory is free.
     *
     * @param tvm the guest
     */
    public void destroy(TvmId tvm) {
        assignments.of(tvm).forEach(this::unassign);
        guests.destroy(tvm);
    }

    /**
     * Assigns a function to a guest without trust: its windows are shared pages of the guest, and it can reach the guest's
     * shared memory.
     *
     * @param function the function
     * @param tvm the guest
     * @return where the guest sees the windows
     * @throws IllegalStateException if it is assigned already
     */
    public List<GuestWindow> assign(FunctionId function, TvmId tvm) {
        return assignments.assign(find(function), tvm);
    }

    private PciFunction find(FunctionId function) {
        return bays.of(function)
                .driver()
                .function(function)
                .orElseThrow(() -> new IllegalArgumentException("no function " + function));
    }

    /**
     * Has an assigned interface locked, and offers its windows to the security manager.
     *
     * @param function the interface
     */
    public void bind(FunctionId function) {
        tsm.bind(function, assignments.of(function).tvm);
        proposeWindows(function);
    }

    /**
     * Offers the windows of a bound interface to the security manager; the second step of {@link #bind}.
     *
     * @param function the interface
     */
    public void proposeWindows(FunctionId function) {
        assignments
                .of(function)
                .forEachWindow((window, bar) -> tsm.proposeMmio(function, window.guestAddress(), bar.pages()));
    }

    /**
     * Has an interface taken from its guest; it stays assigned without trust.
     *
     * @param function the interface
     * @return false if the device did not confirm that the interface is stopped
     */
    public boolean unbind(FunctionId function) {
        boolean isStopped = tsm.unbind(function);
        assignments.mapWindows(function);
        return isStopped;
    }

    /**
     * Takes a function from its guest altogether; it may not ask for translations (ATS) any longer, at either end.
     *
     * @param function the function
     */
    public void unassign(FunctionId function) {
        assignments.of(function);
        tsm.unbind(function);
        bays.endTranslation(iommu, function);
        assignments.unassign(function);
        routes.close(function.requesterId());
    }

    /** Has all interfaces of all devices unbound, and streams and sessions ended. */
    public void disconnect() {
        tsm.disconnect();
        assignments.mapWindows(function -> true);
    }

    /**
     * Has all interfaces of a device unbound, and stream and session ended.
     *
     * @param physicalFunction which device
     */
    public void disconnect(FunctionId physicalFunction) {
        Bay bay = bays.of(physicalFunction);
        tsm.device(physicalFunction).disconnect();
        assignments.mapWindows(bay::has);
    }

    /** Takes the first device away without a word to anybody. */
    public void surpriseRemoval() {
        bays.first().pullOut();
    }

    /**
     * Takes a device away without a word to anybody.
     *
     * @param physicalFunction which device
     */
    public void surpriseRemoval(FunctionId physicalFunction) {
        bays.of(physicalFunction).pullOut();
    }

    /**
     * Returns what a guest may ask.
     *
     * @param tvm the guest
     * @return honest answers
     */
    public GuestHypercalls hypercallsOf(TvmId tvm) {
        return new Hypercalls(this, assignments, bays, routes, tvm);
    }

    /**
     * Returns the driver of the first device, with its power over configuration space.
     *
     * @return the driver
     * @throws IllegalStateException if no device is plugged in
     */
    public PfDriver driver() {
        return bays.first().driver();
    }

    /**
     * Returns the driver of a device, with its power over configuration space.
     *
     * @param function any function of the device
     * @return the driver
     * @throws IllegalStateException if no device is plugged in
     */
    public PfDriver driver(FunctionId function) {
        return bays.of(function).driver();
    }

    /**
     * Returns the relay to the first device's mailbox.
     *
     * @return the relay
     * @throws IllegalStateException if no device is plugged in
     */
    public DoeRelay relay() {
        return bays.first().relay();
    }

    /**
     * Returns the relay to a device's mailbox.
     *
     * @param function any function of the device
     * @return the relay
     * @throws IllegalStateException if no device is plugged in
     */
    public DoeRelay relay(FunctionId function) {
        return bays.of(function).relay();
    }

    /**
     * Returns the evidence in this hypervisor's hands.
     *
     * @return the cache, which can be changed
     */
    public EvidenceCache evidence() {
        return evidence;
    }

    /**
     * Returns the honest way to reset, suspend and move what guests have.
     *
     * @return the driver, on the host's behalf
     */
    public VfioDriver vfio() {
        return new VfioDriver(this, tsm, bays, Optional.empty());
    }

    /**
     * Returns what this hypervisor can do beyond what an honest one does.
     *
     * @return its powers
     */
    public HostPowers powers() {
        return new HostPowers(memory, iommu, tsm, bays, assignments);
    }

    /**
     * Reads a function's window without trust; see {@link HostPowers#readMmio}.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult readMmio(long address, int length) {
        return powers().readMmio(address, length);
    }

    /**
     * Writes to a function's window without trust; see {@link HostPowers#writeMmio}.
     *
     * @param address a host physical address
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult writeMmio(long address, Bytes content) {
        return powers().writeMmio(address, content);
    }

    /**
     * Reads memory, as far as its owner lets the hypervisor; see {@link HostPowers#readMemory}.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult readMemory(long address, int length) {
        return powers().readMemory(address, length);
    }

    /**
     * Maps any pages for the requests of a function without trust; see {@link HostPowers#mapForDevice}.
     *
     * @param requester the function
     * @param address where the function sees the first page
     * @param host the pages
     */
    public void mapForDevice(RequesterId requester, long address, PageRange host) {
        powers().mapForDevice(requester, address, host);
    }

    /**
     * Looks into the books: who has a function.
     *
     * @param function the function
     * @return the guest that it is assigned to, if it is
     */
    public Optional<TvmId> assignedTo(FunctionId function) {
        return assignments.find(function).map(assignment -> assignment.tvm);
    }
}
