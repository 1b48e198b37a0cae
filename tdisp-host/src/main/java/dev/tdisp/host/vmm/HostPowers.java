package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Initiator;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TeeSecurityManager;
import java.util.List;
import java.util.Optional;

/**
 * What a hypervisor can do at any moment, and an honest one does not. Nothing here asks whether it makes sense.
 *
 * <p>{@link PfDriver} holds the powers over registers, resets and power of a device, {@link DoeRelay} those over the mailbox,
 * {@link EvidenceCache} those over evidence. For one thread at a time.
 */
public final class HostPowers {
    private final HostMemory memory;
    private final Iommu iommu;
    private final TeeSecurityManager tsm;
    private final Bays bays;
    private final Assignments assignments;

    HostPowers(HostMemory memory, Iommu iommu, TeeSecurityManager tsm, Bays bays, Assignments assignments) {
        this.memory = memory;
        this.iommu = iommu;
        this.tsm = tsm;
        this.bays = bays;
        this.assignments = assignments;
    }

    /**
     * Gives a function to a guest although another may have it: both see its windows then.
     *
     * @param function the function
     * @param tvm the guest
     * @return where the guest sees the windows
     */
    public List<GuestWindow> assignAnyway(FunctionId function, TvmId tvm) {
        PciFunction found = bays.of(function)
                .driver()
                .function(function)
                .orElseThrow(() -> new IllegalArgumentException("no function " + function));
        return assignments.assignAnyway(found, tvm);
    }

    /**
     * Asks the security manager to bind an interface to any guest, assigned to it or not.
     *
     * @param function the interface
     * @param tvm the guest
     */
    public void bind(FunctionId function, TvmId tvm) {
        tsm.bind(function, tvm);
    }

    /**
     * Offers any pages for a guest's window, in any order.
     *
     * @param function the interface
     * @param guestAddress where the guest is to see the first page
     * @param host the pages
     */
    public void proposeMmio(FunctionId function, long guestAddress, PageRange host) {
        tsm.proposeMmio(function, guestAddress, host);
    }

    /**
     * Has a port forward more addresses, another port's for example; its streams are insecure then.
     *
     * @param port the port
     * @param window the addresses
     */
    public void openWindow(RootPort port, PageRange window) {
        port.openWindow(window);
    }

    /**
     * Moves a window of a port by its memory base and limit, whatever uses it; the port's streams are insecure then.
     *
     * @param port the port
     * @param from its window
     * @param to the addresses to forward from now on
     */
    public void moveWindow(RootPort port, PageRange from, PageRange to) {
        port.moveWindow(from, to);
    }

    /**
     * Reads a function's window without trust, as any software of the host can.
     *
     * @param address a host physical address
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult readMmio(long address, int length) {
        return port(address).read(address, length, false);
    }

    /**
     * Writes to a function's window without trust, as any software of the host can.
     *
     * @param address a host physical address
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult writeMmio(long address, Bytes content) {
        return port(address).write(address, content, false);
    }

    private RootPort port(long address) {
        Optional<Bay> found =
                bays.all().stream().filter(bay -> bay.port().claims(address)).findFirst();
        return found.orElseGet(bays::first).port();
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
     * Writes memory, as far as its owner lets the hypervisor.
     *
     * @param address a host physical address
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult writeMemory(long address, Bytes content) {
        return memory.write(Initiator.UNTRUSTED, address, content);
    }

    /**
     * Takes pages away from whoever has them.
     *
     * @param range the pages
     * @return done, or why not
     */
    public MemoryResult releaseMemory(PageRange range) {
        return memory.release(range);
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
     * Takes pages away from the requests of a function without trust.
     *
     * @param requester the function
     * @param device the pages as the function sees them
     * @return done, or why not
     */
    public MemoryResult unmapForDevice(RequesterId requester, PageRange device) {
        return iommu.unmapUntrusted(requester, device);
    }
}
