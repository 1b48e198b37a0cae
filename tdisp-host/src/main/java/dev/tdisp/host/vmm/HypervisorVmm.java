package dev.tdisp.host.vmm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Initiator;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.TeeSecurityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hypervisor of a host with one device: it places the device, launches guests, assigns functions to them, and asks the
 * security manager for what it cannot do itself.
 *
 * <p>Untrusted, and honest as long as nobody calls its methods in another order or with other values. For one thread at a
 * time.
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
    private final RootPort port;
    private final TeeSecurityManager tsm;
    private final HostLayout layout;
    private final Consumer<Duration> pause;
    private final Env env;
    private final WindowAllocator pages;
    private final EvidenceCache evidence = new EvidenceCache();
    private final Map<TvmId, Guest> guests = new HashMap<>();
    private final Map<FunctionId, Assignment> assignments = new HashMap<>();
    private Optional<Plugged> plugged = Optional.empty();

    /**
     * Creates a hypervisor without a device and without guests.
     *
     * @param memory the host's memory
     * @param iommu the untrusted tables are this hypervisor's
     * @param port the root port
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
        this.port = port;
        this.tsm = tsm;
        this.layout = layout;
        this.pause = pause;
        this.env = env;
        this.pages = new WindowAllocator(layout.memory());
    }

    /**
     * Plugs a device in, finds its physical function, places its windows and opens its mailbox.
     *
     * @param device the device
     * @return the driver of its physical function
     */
    public PfDriver plugIn(PcieDevice device) {
        port.connect(device);
        port.openWindow(layout.window());
        var slot = new Slot(device);
        var driver = new PfDriver(slot, layout.physicalFunction(), layout.window(), pause);
        var relay = new DoeRelay(driver.openMailbox(), env);
        plugged = Optional.of(new Plugged(slot, driver, relay));
        return driver;
    }

    /** Has the security manager authenticate the device and open a session. */
    public void authenticate() {
        tsm.authenticate(services());
    }

    /** Has the security manager authenticate the device, open a session and key the stream. */
    public void connect() {
        tsm.connect(services());
    }

    private DeviceServices services() {
        return new DeviceServices(plugged().driver, plugged().relay, evidence, layout.window());
    }

    /**
     * Launches a guest with memory of its own and memory that it shares.
     *
     * @param tvm the guest
     * @param where where it sees what
     * @return its addresses
     */
    public GuestAddressSpace launch(TvmId tvm, GuestLayout where) {
        GuestAddressSpace space = tsm.createGuest(tvm);
        PageRange own = pages.allocatePages(where.privatePages().count());
        done(tsm.addPrivatePages(tvm, where.privatePages().address(), own));
        PageRange shared = pages.allocatePages(where.sharedPages().count());
        done(memory.assign(shared, PageOwner.SHARED));
        done(space.mapShared(where.sharedPages().address(), shared));
        guests.put(tvm, new Guest(space, where, shared, where.windowBase()));
        return space;
    }

    private static void done(MemoryResult result) {
        result.refusal().ifPresent(refusal -> {
            throw new IllegalStateException("refused: " + refusal);
        });
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
        if (assignments.containsKey(function)) {
            throw new IllegalStateException("%s is assigned to %s".formatted(function, assignments.get(function).tvm));
        }
        PciFunction found = plugged()
                .driver
                .function(function)
                .orElseThrow(() -> new IllegalArgumentException("no function " + function));
        Guest guest = guest(tvm);
        List<GuestWindow> windows = new ArrayList<>();
        for (Bar bar : found.bars()) {
            var window = new GuestWindow(bar.index(), guest.nextWindow(bar.size()), bar.size());
            windows.add(window);
        }
        var assignment = new Assignment(tvm, found, List.copyOf(windows));
        assignments.put(function, assignment);
        mapWindows(assignment);
        iommu.mapUntrusted(function.requesterId(), guest.where.sharedPages().address(), guest.shared);
        return windows;
    }

    private void mapWindows(Assignment assignment) {
        GuestAddressSpace space = guest(assignment.tvm).space;
        assignment.forEachWindow((window, bar) -> mapMissing(space, window.guestAddress(), bar.pages()));
    }

    /** Maps pages as shared where nothing is mapped. */
    private static void mapMissing(GuestAddressSpace space, long guestAddress, PageRange host) {
        var guest = new PageRange(guestAddress, host.count());
        for (long i = 0; i < guest.count(); i++) {
            if (space.mapping(guest.page(i)).isEmpty()) {
                done(space.mapShared(guest.page(i), new PageRange(host.page(i), 1)));
            }
        }
    }

    /**
     * Has an assigned interface locked, and offers its windows to the security manager.
     *
     * @param function the interface
     */
    public void bind(FunctionId function) {
        tsm.bind(function, assignment(function).tvm);
        proposeWindows(function);
    }

    /**
     * Offers the windows of a bound interface to the security manager; the second step of {@link #bind}.
     *
     * @param function the interface
     */
    public void proposeWindows(FunctionId function) {
        Assignment assignment = assignment(function);
        assignment.forEachWindow((window, bar) -> tsm.proposeMmio(function, window.guestAddress(), bar.pages()));
    }

    /**
     * Has an interface taken from its guest; it stays assigned without trust.
     *
     * @param function the interface
     * @return false if the device did not confirm that the interface is stopped
     */
    public boolean unbind(FunctionId function) {
        boolean isStopped = tsm.unbind(function);
        Assignment assignment = assignments.get(function);
        if (assignment != null) {
            mapWindows(assignment);
        }
        return isStopped;
    }

    /**
     * Takes a function from its guest altogether.
     *
     * @param function the function
     */
    public void unassign(FunctionId function) {
        Assignment assignment = assignment(function);
        tsm.unbind(function);
        Guest guest = guest(assignment.tvm);
        assignment.forEachWindow((window, bar) -> done(guest.space.unmapShared(
                new PageRange(window.guestAddress(), bar.pages().count()))));
        iommu.unmapUntrusted(function.requesterId(), guest.where.sharedPages());
        assignments.remove(function);
    }

    /** Has all interfaces unbound, and stream and session ended. */
    public void disconnect() {
        tsm.disconnect();
        assignments.values().forEach(this::mapWindows);
    }

    /** Takes the device away without a word to anybody. */
    public void surpriseRemoval() {
        plugged.ifPresent(present -> present.slot.empty());
        port.removeDevice();
        plugged = Optional.empty();
    }

    /**
     * Returns what a guest may ask.
     *
     * @param tvm the guest
     * @return honest answers
     */
    public GuestHypercalls hypercallsOf(TvmId tvm) {
        return new Hypercalls(tvm);
    }

    /**
     * Returns the driver of the physical function, with its power over configuration space.
     *
     * @return the driver
     * @throws IllegalStateException if no device is plugged in
     */
    public PfDriver driver() {
        return plugged().driver;
    }

    /**
     * Returns the relay to the mailbox.
     *
     * @return the relay
     * @throws IllegalStateException if no device is plugged in
     */
    public DoeRelay relay() {
        return plugged().relay;
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
     * Reads a function's window without trust, as any software of the host can.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult readMmio(long address, int length) {
        return port.read(address, length, false);
    }

    /**
     * Writes to a function's window without trust, as any software of the host can.
     *
     * @param address a host physical address
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult writeMmio(long address, Bytes content) {
        return port.write(address, content, false);
    }

    /**
     * Reads memory, as far as its owner lets the hypervisor.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult readMemory(long address, int length) {
        return memory.read(Initiator.UNTRUSTED, address, length);
    }

    /**
     * Maps any pages for the requests of a function without trust.
     *
     * @param requester the function
     * @param address where the function sees the first page
     * @param host the pages
     */
    public void mapForDevice(RequesterId requester, long address, PageRange host) {
        iommu.mapUntrusted(requester, address, host);
    }

    /**
     * Looks into the books: who has a function.
     *
     * @param function the function
     * @return the guest that it is assigned to, if it is
     */
    public Optional<TvmId> assignedTo(FunctionId function) {
        return Optional.ofNullable(assignments.get(function)).map(assignment -> assignment.tvm);
    }

    private Plugged plugged() {
        return plugged.orElseThrow(() -> new IllegalStateException("no device is plugged in"));
    }

    private Guest guest(TvmId tvm) {
        return Optional.ofNullable(guests.get(tvm)).orElseThrow(() -> new IllegalArgumentException("no guest " + tvm));
    }

    private Assignment assignment(FunctionId function) {
        return Optional.ofNullable(assignments.get(function))
                .orElseThrow(() -> new IllegalStateException("%s is not assigned".formatted(function)));
    }

    private record Plugged(Slot slot, PfDriver driver, DoeRelay relay) {}

    private final class Hypercalls implements GuestHypercalls {
        private final TvmId tvm;

        Hypercalls(TvmId tvm) {
            this.tvm = tvm;
        }

        @Override
        public void requestBind(FunctionId function) {
            requireOwn(function);
            bind(function);
        }

        @Override
        public void requestUnbind(FunctionId function) {
            requireOwn(function);
            unbind(function);
        }

        @Override
        public List<GuestWindow> windows(FunctionId function) {
            return requireOwn(function).windows;
        }

        @Override
        public Optional<Bytes> evidence(FunctionId function, EvidenceKind kind) {
            boolean isOfDevice = kind == EvidenceKind.CERTIFICATE_CHAIN;
            return evidence.of(isOfDevice ? layout.physicalFunction() : function, kind);
        }

        private Assignment requireOwn(FunctionId function) {
            Assignment assignment = assignment(function);
            if (!assignment.tvm.equals(tvm)) {
                throw new IllegalStateException("%s is not assigned to %s".formatted(function, tvm));
            }
            return assignment;
        }
    }
}
