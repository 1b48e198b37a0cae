package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.PageSize;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootComplex;
import dev.tdisp.host.rootport.RootPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trusted party of a host, for the devices behind its root ports.
 *
 * <p>What the hypervisor asks for and cannot have is a {@link TsmException}; nothing has changed then. Unbinding never
 * fails: what the device does not confirm is remembered, and the interface is not bound again before it is stopped. For one
 * thread at a time.
 *
 * <pre>{@code
 * tsm.connect(hypervisorServices);
 * tsm.bind(function, tvm);
 * GuestCalls calls = tsm.callsOf(tvm);
 * InterfaceStatus status = calls.status(function);
 * }</pre>
 */
public final class TeeSecurityManager {
    private final DsmConnector connector;
    private final TsmOptions options;
    private final Env env;
    private final GuestRegistry guests;
    private final Bindings bindings;
    private final Links links;
    private final Set<RootPort> watched = new HashSet<>();

    /**
     * Creates a security manager for one root port.
     *
     * @param port the root port; its streams are this manager's alone
     * @param memory the host's memory
     * @param iommu the trusted tables are this manager's alone
     * @param connector opens sessions
     * @param options what to ask of devices
     * @param env randomness, time and trace of its own
     */
    public TeeSecurityManager(
            RootPort port, HostMemory memory, Iommu iommu, DsmConnector connector, TsmOptions options, Env env) {
        this(RootComplex.of(port), memory, iommu, connector, options, env);
    }

    /**
     * Creates a security manager that has no session.
     *
     * @param ports the root ports; their streams are this manager's alone
     * @param memory the host's memory
     * @param iommu the trusted tables are this manager's alone
     * @param connector opens sessions
     * @param options what to ask of devices
     * @param env randomness, time and trace of its own
     */
    public TeeSecurityManager(
            RootComplex ports, HostMemory memory, Iommu iommu, DsmConnector connector, TsmOptions options, Env env) {
        this.connector = connector;
        this.options = options;
        this.env = env;
        this.guests = new GuestRegistry(memory, ports);
        this.bindings = new Bindings(memory, iommu, options, env);
        this.links = new Links(ports);
    }

    /**
     * Creates a guest without memory. For the hypervisor.
     *
     * @param tvm its identity
     * @return its address space, to which the hypervisor may add shared pages
     * @throws IllegalStateException if it exists
     */
    public GuestAddressSpace createGuest(TvmId tvm) {
        return guests.create(tvm);
    }

    /**
     * Gives a guest private memory. For the hypervisor.
     *
     * @param tvm the guest
     * @param guestAddress where the guest sees the first page
     * @param host free pages
     * @return done, or why not
     */
    public MemoryResult addPrivatePages(TvmId tvm, long guestAddress, PageRange host) {
        return addPrivatePages(tvm, guestAddress, host, PageSize.SMALL);
    }

    /**
     * Gives a guest private memory in pages of a size. For the hypervisor.
     *
     * @param tvm the guest
     * @param guestAddress where the guest sees the first page
     * @param host free pages
     * @param size the size of the pages in all tables
     * @return done, or why not
     */
    public MemoryResult addPrivatePages(TvmId tvm, long guestAddress, PageRange host, PageSize size) {
        return guests.addPrivatePages(tvm, guestAddress, host, size);
    }

    /**
     * Ends a guest: its interfaces are unbound, its memory is wiped and free. For the hypervisor.
     *
     * @param tvm the guest
     */
    public void destroyGuest(TvmId tvm) {
        guests.space(tvm);
        bindings.lastFirst(tvm).forEach(this::unbind);
        guests.destroy(tvm);
    }

    /**
     * Returns what a guest may ask. For that guest.
     *
     * @param tvm the guest
     * @return its calls
     */
    public GuestCalls callsOf(TvmId tvm) {
        guests.space(tvm);
        return new GuestCalls(this, bindings, tvm);
    }

    /**
     * Authenticates a device and opens a session. For the hypervisor.
     *
     * @param services what the hypervisor offers for the device
     * @return the device
     */
    public ConnectedDevice authenticate(HostServices services) {
        RootPort port = links.place(services.location());
        StreamId stream = links.stream(port, options.stream());
        DsmSession session = connector.connect(services.transport());
        DeviceLink link = DeviceLink.open(port, stream, services, session, new DeviceLink.Setup(options, env));
        links.add(link);
        watch(port);
        var device = new ConnectedDevice(this, links, bindings, link);
        session.onLoss(cause -> lost(device, cause));
        note("session with %s".formatted(device.id()));
        return device;
    }

    private void watch(RootPort port) {
        if (watched.add(port)) {
            port.afterTraffic(() ->
                    links.all().stream().filter(link -> link.port() == port).forEach(DeviceLink::upkeep));
            port.ide()
                    .addListener((stream, cause) -> links.of(port, stream)
                            .ifPresent(link ->
                                    bindings.closeAllGates(link, "%s: %s".formatted(stream, cause.sentence()))));
        }
    }

    private static void lost(ConnectedDevice device, String cause) {
        if (device.isConnected()) {
            device.abandon("session lost: " + cause);
        }
    }

    /**
     * Authenticates a device, opens a session and keys the stream. For the hypervisor.
     *
     * @param services what the hypervisor offers for the device
     * @return the device
     */
    public ConnectedDevice connect(HostServices services) {
        ConnectedDevice device = authenticate(services);
        try {
            device.secureLink();
        } catch (TsmException e) {
            device.disconnect();
            throw e;
        }
        return device;
    }

    /**
     * Returns the device of a function. For the hypervisor.
     *
     * @param function any function of the device
     * @return the device, which has a session
     */
    public ConnectedDevice device(FunctionId function) {
        return device(links.require(function));
    }

    /**
     * Returns all devices with a session. For the hypervisor.
     *
     * @return the devices, in the order in which they were connected
     */
    public List<ConnectedDevice> devices() {
        return links.all().stream().map(this::device).toList();
    }

    private ConnectedDevice device(DeviceLink link) {
        return new ConnectedDevice(this, links, bindings, link);
    }

    /** Keys the stream of the only device; see {@link ConnectedDevice#secureLink}. */
    public void secureLink() {
        device(links.only()).secureLink();
    }

    /** Replaces the keys of the stream of the only device; see {@link ConnectedDevice#refreshKeys}. */
    public void refreshKeys() {
        device(links.only()).refreshKeys();
    }

    /** Disconnects all devices, the last one first; see {@link ConnectedDevice#disconnect}. */
    public void disconnect() {
        lastFirst().forEach(ConnectedDevice::disconnect);
    }

    /** Stops the streams of all devices, the last one first; see {@link ConnectedDevice#stopStream}. */
    public void stopStream() {
        lastFirst().forEach(ConnectedDevice::stopStream);
    }

    /** Ends the sessions with all devices, the last one first; see {@link ConnectedDevice#endSession}. */
    public void endSession() {
        lastFirst().forEach(ConnectedDevice::endSession);
    }

    /** Unbinds all interfaces of all devices, the last one first. */
    public void unbindAll() {
        lastFirst().forEach(ConnectedDevice::unbindAll);
    }

    /**
     * Forgets all devices; see {@link ConnectedDevice#abandon}.
     *
     * @param cause why
     */
    public void abandon(String cause) {
        lastFirst().forEach(device -> device.abandon(cause));
    }

    private List<ConnectedDevice> lastFirst() {
        List<ConnectedDevice> devices = new ArrayList<>(devices());
        Collections.reverse(devices);
        return devices;
    }

    /**
     * Tells whether there is a session.
     *
     * @return true if one device is connected at least
     */
    public boolean isConnected() {
        return !links.all().isEmpty();
    }

    /**
     * Tells whether there is a session with the device of a function.
     *
     * @param function any function of the device
     * @return true between its connect and its disconnect
     */
    public boolean isConnected(FunctionId function) {
        return links.of(function).isPresent();
    }

    /**
     * Locks an interface for a guest and reads its report. For the hypervisor. Without effect if it is bound to that guest.
     *
     * @param function the interface
     * @param tvm the guest
     */
    public void bind(FunctionId function, TvmId tvm) {
        if (bindings.isBoundTo(function, tvm)) {
            return;
        }
        lock(function, tvm);
        try {
            readReport(function);
        } catch (TsmException e) {
            unbind(function);
            throw e;
        }
    }

    /**
     * Locks an interface for a guest. The first step of {@link #bind}.
     *
     * @param function the interface, which is not bound
     * @param tvm the guest
     */
    public void lock(FunctionId function, TvmId tvm) {
        GuestAddressSpace space = guests.space(tvm);
        bindings.lock(function, links.require(function), space);
        note("%s bound to %s".formatted(function, tvm));
    }

    /**
     * Reads the report of a locked interface, which is not started yet; what was accepted by an earlier report is revoked.
     * The second step of {@link #bind}.
     *
     * @param function the interface
     */
    public void readReport(FunctionId function) {
        bindings.readReport(function);
    }

    /**
     * Offers pages of the device for a guest's window; nothing is mapped before the guest accepts. For the hypervisor.
     *
     * @param function the interface
     * @param guestAddress where the guest is to see the first page
     * @param host the pages
     */
    public void proposeMmio(FunctionId function, long guestAddress, PageRange host) {
        bindings.of(function).mmio().propose(guestAddress, host);
    }

    /**
     * Takes an interface from its guest: gate closed, windows gone, interface stopped. For the hypervisor, at any time, with
     * or without the guest and the device.
     *
     * @param function the interface; one that is not bound is only stopped, if it may be locked
     * @return false if the device did not confirm that the interface is stopped
     */
    public boolean unbind(FunctionId function) {
        boolean wasBound = bindings.isBound(function);
        boolean isStopped = bindings.unbind(function, links.of(function));
        if (wasBound || !isStopped) {
            note("%s unbound%s".formatted(function, isStopped ? "" : ", stop not confirmed"));
        }
        return isStopped;
    }

    /**
     * Takes an interface from its guest without asking the device, which may be gone or silent. For the hypervisor. Before
     * the interface is bound again, it is stopped.
     *
     * @param function the interface, which is bound
     * @param cause why
     */
    public void reclaim(FunctionId function, String cause) {
        bindings.reclaim(function, cause);
        note("%s reclaimed: %s".formatted(function, cause));
    }

    /**
     * Sees that a guest may be suspended, saved or moved to another host. Nothing carries a session, its keys and a lock
     * along, so that no interface may be bound: it is given back before, and locked and verified anew afterwards.
     *
     * @param tvm the guest
     * @throws TsmException if an interface is bound to it; nothing has changed then
     */
    public void requireMovable(TvmId tvm) {
        guests.space(tvm);
        List<FunctionId> bound = bindings.lastFirst(tvm);
        if (!bound.isEmpty()) {
            throw new TsmException(TsmException.Reason.STILL_BOUND, "%s: %s".formatted(tvm, bound));
        }
    }

    DeviceStatus measureDevice(FunctionId function, Bytes nonce) {
        return links.require(function).measureDevice(function, nonce);
    }

    /**
     * Looks into the books: what is bound to whom. Nothing is sent.
     *
     * @param function the interface
     * @return the binding, if there is one
     */
    public Optional<Binding> binding(FunctionId function) {
        return bindings.view(function);
    }

    void note(String text) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), "tsm", text));
        }
    }
}
