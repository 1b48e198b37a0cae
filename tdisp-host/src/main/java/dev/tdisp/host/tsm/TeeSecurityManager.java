package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.Optional;

/**
 * The trusted party of a host, for the device behind one root port.
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
    private final RootPort port;
    private final DsmConnector connector;
    private final TsmOptions options;
    private final Env env;
    private final GuestRegistry guests;
    private final Bindings bindings;
    private Optional<DeviceLink> link = Optional.empty();

    /**
     * Creates a security manager that has no session.
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
        this.port = port;
        this.connector = connector;
        this.options = options;
        this.env = env;
        this.guests = new GuestRegistry(memory, port);
        this.bindings = new Bindings(memory, iommu, options, env);
        port.ide().addListener(this::streamInsecure);
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
        return guests.addPrivatePages(tvm, guestAddress, host);
    }

    /**
     * Ends a guest: its interfaces are unbound, its memory is wiped and free. For the hypervisor.
     *
     * @param tvm the guest
     */
    public void destroyGuest(TvmId tvm) {
        guests.space(tvm);
        bindings.lastFirst().stream()
                .filter(function -> bindings.of(function).space().tvm().equals(tvm))
                .forEach(this::unbind);
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
     * Authenticates the device and opens a session. For the hypervisor.
     *
     * @param services what the hypervisor offers for the device
     */
    public void authenticate(HostServices services) {
        if (link.isPresent()) {
            throw new TsmException(Reason.ALREADY_CONNECTED, services.location().toString());
        }
        DsmSession session = connector.connect(services.transport());
        link = Optional.of(new DeviceLink(port, services, session, options, env));
        session.onLoss(cause -> lost(session, cause));
        note("session with %s".formatted(services.location().dsm()));
    }

    private void lost(DsmSession session, String cause) {
        if (link.filter(present -> present.session() == session).isPresent()) {
            abandon("session lost: " + cause);
        }
    }

    /** Keys the stream at both ends; one that was lost is keyed anew. For the hypervisor. */
    public void secureLink() {
        configureStream();
        programKeys();
        enableStream();
    }

    /** Configures the stream at both ends. The first step of {@link #secureLink}. */
    public void configureStream() {
        connected().configureStream();
        note("%s is configured".formatted(options.stream()));
    }

    /** Programs and starts the keys at both ends. The second step of {@link #secureLink}. */
    public void programKeys() {
        connected().programKeys();
        note("%s has its keys".formatted(options.stream()));
    }

    /** Enables the stream at both ends. The third step of {@link #secureLink}. */
    public void enableStream() {
        connected().enableStream();
        note("%s is secure".formatted(options.stream()));
    }

    /**
     * Authenticates the device, opens a session and keys the stream. For the hypervisor.
     *
     * @param services what the hypervisor offers for the device
     */
    public void connect(HostServices services) {
        authenticate(services);
        try {
            secureLink();
        } catch (TsmException e) {
            disconnect();
            throw e;
        }
    }

    /** Replaces the keys of the stream without a gap. For the hypervisor. */
    public void refreshKeys() {
        DeviceLink present = connected();
        Bindings.requireSecure(present);
        present.refreshKeys();
    }

    /** Unbinds all interfaces, the last one first, and ends stream and session; without effect if there is none. */
    public void disconnect() {
        unbindAll();
        stopStream();
        endSession();
    }

    /** Stops the keys and disables the stream at both ends. The second step of {@link #disconnect}. */
    public void stopStream() {
        link.ifPresent(DeviceLink::stopStream);
    }

    /** Ends the session. The third step of {@link #disconnect}. */
    public void endSession() {
        Optional<DeviceLink> present = link;
        link = Optional.empty();
        present.ifPresent(DeviceLink::endSession);
    }

    /** Unbinds all interfaces, the last one first. The first step of {@link #disconnect}. */
    public void unbindAll() {
        bindings.lastFirst().forEach(this::unbind);
    }

    /**
     * Forgets a device that is gone or does not answer any more: everything is revoked at this end, nothing is sent.
     *
     * @param cause why
     */
    public void abandon(String cause) {
        bindings.abandonAll(cause);
        Optional<DeviceLink> present = link;
        link = Optional.empty();
        present.ifPresent(DeviceLink::abandon);
        note("device abandoned: " + cause);
    }

    /**
     * Tells whether there is a session.
     *
     * @return true between connect and disconnect
     */
    public boolean isConnected() {
        return link.isPresent();
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
        bindings.lock(function, connected(), guests.space(tvm));
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
        boolean isStopped = bindings.unbind(function, link);
        if (wasBound || !isStopped) {
            note("%s unbound%s".formatted(function, isStopped ? "" : ", stop not confirmed"));
        }
        return isStopped;
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

    private void streamInsecure(StreamId stream, IdeStreamEvent cause) {
        if (stream.equals(options.stream())) {
            bindings.closeAllGates("%s: %s".formatted(stream, cause.sentence()));
        }
    }

    private DeviceLink connected() {
        return link.orElseThrow(() -> new TsmException(Reason.NOT_CONNECTED, "no session"));
    }

    private void note(String text) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), "tsm", text));
        }
    }
}
