package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.TdiState;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final HostMemory memory;
    private final Iommu iommu;
    private final DsmConnector connector;
    private final TsmOptions options;
    private final Env env;
    private final GuestRegistry guests;
    private final Map<FunctionId, BoundInterface> bound = new LinkedHashMap<>();
    private final Set<FunctionId> unconfirmed = new HashSet<>();
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
        this.memory = memory;
        this.iommu = iommu;
        this.connector = connector;
        this.options = options;
        this.env = env;
        this.guests = new GuestRegistry(memory, port);
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
        functionsOf(tvm).forEach(this::unbind);
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
        return new GuestCalls(this, tvm);
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
        connected().secure();
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
        requireSecure(present);
        present.refreshKeys();
    }

    /** Unbinds all interfaces, the last one first, and ends stream and session; without effect if there is none. */
    public void disconnect() {
        List<FunctionId> functions = new ArrayList<>(bound.keySet());
        for (int i = functions.size() - 1; i >= 0; i--) {
            unbind(functions.get(i));
        }
        Optional<DeviceLink> present = link;
        link = Optional.empty();
        present.ifPresent(DeviceLink::close);
    }

    /**
     * Forgets a device that is gone or does not answer any more: everything is revoked at this end, nothing is sent.
     *
     * @param cause why
     */
    public void abandon(String cause) {
        bound.forEach((function, interfaceOf) -> {
            iommu.remove(function.requesterId(), cause);
            interfaceOf.abandon();
            unconfirmed.add(function);
        });
        bound.clear();
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
        DeviceLink present = connected();
        GuestAddressSpace space = guests.space(tvm);
        BoundInterface before = bound.get(function);
        if (before != null) {
            requireOwner(function, tvm, before, Reason.ALREADY_BOUND);
            return;
        }
        if (!present.location().covers(function)) {
            throw new TsmException(Reason.UNKNOWN_FUNCTION, function.toString());
        }
        requireSecure(present);
        recover(function, present);
        bound.put(function, new BoundInterface(function, present, space, memory, options, env));
        iommu.install(function.requesterId(), space);
        note("%s bound to %s".formatted(function, tvm));
    }

    private void recover(FunctionId function, DeviceLink present) {
        if (unconfirmed.contains(function)) {
            BoundInterface.stop(function, present, env);
            unconfirmed.remove(function);
        }
    }

    /**
     * Offers pages of the device for a guest's window; nothing is mapped before the guest accepts. For the hypervisor.
     *
     * @param function the interface
     * @param guestAddress where the guest is to see the first page
     * @param host the pages
     */
    public void proposeMmio(FunctionId function, long guestAddress, PageRange host) {
        BoundInterface present = bound.get(function);
        if (present == null) {
            throw new TsmException(Reason.NOT_BOUND, function.toString());
        }
        present.mmio().propose(guestAddress, host);
    }

    /**
     * Takes an interface from its guest: gate closed, windows gone, interface stopped. For the hypervisor, at any time, with
     * or without the guest and the device.
     *
     * @param function the interface; one that is not bound is only stopped
     * @return false if the device did not confirm that the interface is stopped
     */
    public boolean unbind(FunctionId function) {
        iommu.remove(function.requesterId(), "unbound");
        BoundInterface before = bound.remove(function);
        boolean isStopped = before == null ? stopUnbound(function) : before.release();
        if (isStopped) {
            unconfirmed.remove(function);
        } else {
            unconfirmed.add(function);
        }
        note("%s unbound%s".formatted(function, isStopped ? "" : ", stop not confirmed"));
        return isStopped;
    }

    private boolean stopUnbound(FunctionId function) {
        try {
            BoundInterface.stop(function, connected(), env);
            return true;
        } catch (TsmException e) {
            return false;
        }
    }

    BoundInterface bound(FunctionId function, TvmId tvm) {
        BoundInterface present = bound.get(function);
        if (present == null) {
            throw new TsmException(Reason.NOT_BOUND, function.toString());
        }
        requireOwner(function, tvm, present, Reason.NOT_BOUND);
        return present;
    }

    private static void requireOwner(FunctionId function, TvmId tvm, BoundInterface present, Reason reason) {
        if (!present.space().tvm().equals(tvm)) {
            throw new TsmException(reason, "%s is not bound to %s".formatted(function, tvm));
        }
    }

    void requireSecure(DeviceLink present) {
        if (!present.isSecure()) {
            throw new TsmException(Reason.STREAM_NOT_SECURE, present.streamId().toString());
        }
    }

    void openGate(BoundInterface present, FunctionId function, BindEpoch epoch) {
        present.requireEpoch(epoch);
        requireSecure(present.link());
        present.requireState(TdiState.RUN);
        iommu.accept(function.requesterId());
        iommu.gate(function.requesterId()).open("accepted by " + present.space().tvm());
    }

    void closeGate(FunctionId function, String cause) {
        iommu.gate(function.requesterId()).close(cause);
    }

    private void streamInsecure(StreamId stream, IdeStreamEvent cause) {
        if (stream.equals(options.stream())) {
            bound.keySet().forEach(function -> closeGate(function, "%s: %s".formatted(stream, cause.sentence())));
        }
    }

    private List<FunctionId> functionsOf(TvmId tvm) {
        return bound.entrySet().stream()
                .filter(entry -> entry.getValue().space().tvm().equals(tvm))
                .map(Map.Entry::getKey)
                .toList();
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
