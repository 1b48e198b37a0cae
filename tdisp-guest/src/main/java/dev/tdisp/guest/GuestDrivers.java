package dev.tdisp.guest;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.guest.dma.BounceBufferPool;
import dev.tdisp.guest.dma.DirectDma;
import dev.tdisp.guest.dma.DmaMapper;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestWindow;
import dev.tdisp.host.vmm.InterruptSetup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a guest's drivers: the same driver, with its window and the way of its data as the device deserves.
 *
 * <p>A driver without trust has interrupts opened, which must happen before the interface is locked. A trusted one uses them,
 * and programs its vector again over the protected link, where nobody else can.
 */
public final class GuestDrivers {
    private final GuestAddressSpace space;
    private final GuestHypercalls host;
    private final BounceBufferPool pool;
    private final PageRange shared;
    private final Map<FunctionId, InterruptLine> lines = new HashMap<>();

    GuestDrivers(GuestAddressSpace space, GuestHypercalls host, PageRange shared) {
        this.space = space;
        this.shared = shared;
        this.host = host;
        this.pool = new BounceBufferPool(space, shared);
    }

    /**
     * Returns a driver for a function that is not accepted: its window is shared, its data goes by the bounce buffer.
     *
     * @param function the function
     * @return the driver
     */
    public EngineDriver bounced(FunctionId function) {
        openInterrupts(function);
        return driver(function, Visibility.SHARED, pool);
    }

    /**
     * Returns a driver for an accepted interface: its window is private, its data stays where it is.
     *
     * @param function the interface
     * @return the driver
     */
    public EngineDriver direct(FunctionId function) {
        return driver(function, Visibility.PRIVATE, new DirectDma());
    }

    /**
     * Returns a driver as a VM without any protection has it: its window is shared, and the device uses the VM's memory where it
     * is. It is for buffers in shared memory only; others a device without trust does not reach.
     *
     * @param function the function
     * @return the driver
     */
    public EngineDriver unprotected(FunctionId function) {
        openInterrupts(function);
        return driver(function, Visibility.SHARED, new DirectDma());
    }

    /**
     * Returns the guest's shared memory for devices.
     *
     * @return the pool of bounce buffers
     */
    public BounceBufferPool pool() {
        return pool;
    }

    /**
     * Returns memory as a VM without any protection has it: everybody can read it. It lies where the pool of bounce buffers
     * lies, so that only one of the two can be used.
     *
     * @return an empty heap in shared pages
     */
    public GuestHeap unprotectedMemory() {
        return new GuestHeap(space, shared, Visibility.SHARED);
    }

    private void openInterrupts(FunctionId function) {
        InterruptLine line = line(function);
        line.connect(host.interrupts(function, line));
    }

    private InterruptLine line(FunctionId function) {
        return lines.computeIfAbsent(function, key -> new InterruptLine());
    }

    private EngineDriver driver(FunctionId function, Visibility visibility, DmaMapper mapper) {
        var registers = new RegisterAccess(space, window(function, 0), visibility);
        InterruptLine line = line(function);
        Optional<RegisterAccess> table =
                line.setup().map(setup -> new RegisterAccess(space, tableAddress(function, setup), visibility));
        return new EngineDriver(registers, table, line, mapper);
    }

    private long tableAddress(FunctionId function, InterruptSetup setup) {
        return window(function, setup.bar()) + setup.tableOffset();
    }

    private long window(FunctionId function, int bar) {
        return host.windows(function).stream()
                .filter(window -> window.bar() == bar)
                .findFirst()
                .map(GuestWindow::guestAddress)
                .orElseThrow(() -> new IllegalStateException("%s has no BAR%d".formatted(function, bar)));
    }
}
