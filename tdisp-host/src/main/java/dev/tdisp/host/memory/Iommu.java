package dev.tdisp.host.memory;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Translates the addresses of devices, with one set of tables for requests with T and another for those without.
 *
 * <p>The hypervisor fills the untrusted tables. The security manager alone fills the trusted ones: a context leads into the
 * address space of one guest, is pending until the guest accepts it, and lets nothing pass while the {@link DmaGate} of the
 * requester is closed. Behind every translation {@link HostMemory} still asks who owns the page. For one thread at a time.
 */
public final class Iommu {
    private final Env env;
    private final HostMemory memory;
    private final Map<RequesterId, PageMap<Long>> untrusted = new HashMap<>();
    private final Map<RequesterId, LargePages> large = new HashMap<>();
    private final Map<RequesterId, Context> trusted = new HashMap<>();
    private final Map<RequesterId, DmaGate> gates = new HashMap<>();

    /**
     * Creates an IOMMU without a context.
     *
     * @param env where changes of gates are recorded
     * @param memory what is behind it
     */
    public Iommu(Env env, HostMemory memory) {
        this.env = env;
        this.memory = memory;
    }

    /**
     * Maps pages for the requests of a function without T. For the hypervisor; an earlier entry is replaced, and split before
     * if it is large.
     *
     * @param requester the function
     * @param address where the function sees the first page
     * @param host the pages; the owners decide later whether they may be used
     */
    public void mapUntrusted(RequesterId requester, long address, PageRange host) {
        var device = new PageRange(address, host.count());
        LargePages replaced = large.getOrDefault(requester, new LargePages());
        for (long i = 0; i < device.count(); i++) {
            replaced.remove(device.page(i));
        }
        untrusted.computeIfAbsent(requester, key -> new PageMap<>()).put(device, host.address());
    }

    /**
     * Maps pages for the requests of a function without T, with entries of a size. For the hypervisor.
     *
     * @param requester the function
     * @param address where the function sees the first page
     * @param host the pages; the owners decide later whether they may be used
     * @param size 2 MiB only if both ends are whole pages of it
     * @return done, or that an end is not of that size
     */
    public MemoryResult mapUntrusted(RequesterId requester, long address, PageRange host, PageSize size) {
        var device = new PageRange(address, host.count());
        Optional<Refusal> refusal = LargePages.misalignment(device).or(() -> LargePages.misalignment(host));
        if (size == PageSize.LARGE && refusal.isPresent()) {
            return new MemoryResult.Refused(refusal.get());
        }
        mapUntrusted(requester, address, host);
        if (size == PageSize.LARGE) {
            large.computeIfAbsent(requester, key -> new LargePages()).add(device);
        }
        return MemoryResult.DONE;
    }

    /**
     * Makes 512 entries of the untrusted table of one of 2 MiB.
     *
     * @param requester the function
     * @param address any address in it, as the function sees it
     * @return done, or that there is none
     */
    public MemoryResult splitUntrusted(RequesterId requester, long address) {
        LargePages pages = large.get(requester);
        return pages != null && pages.remove(address)
                ? MemoryResult.DONE
                : MemoryResult.refused(Reason.SIZE_MISMATCH, address, "not an entry of 2 MiB");
    }

    /**
     * Removes entries of the untrusted table; where there are none nothing happens.
     *
     * @param requester the function
     * @param device pages as the function sees them
     * @return done, or which entry of 2 MiB it is only a part of; nothing is removed then
     */
    public MemoryResult unmapUntrusted(RequesterId requester, PageRange device) {
        LargePages pages = large.getOrDefault(requester, new LargePages());
        Optional<Refusal> part = pages.refusal(device);
        if (part.isPresent()) {
            return new MemoryResult.Refused(part.get());
        }
        pages.removeAll(device);
        PageMap<Long> table = untrusted.get(requester);
        if (table != null) {
            table.remove(device);
        }
        return MemoryResult.DONE;
    }

    /**
     * Installs the trusted context of a function, pending. For the security manager.
     *
     * @param requester the function
     * @param space the addresses of the guest the function is bound to
     * @throws IllegalStateException if it has one for another guest
     */
    public void install(RequesterId requester, GuestAddressSpace space) {
        Context present = trusted.get(requester);
        if (present != null && present.space != space) {
            throw new IllegalStateException("%s has a context of %s".formatted(requester, present.space.tvm()));
        }
        trusted.put(requester, new Context(space));
    }

    /**
     * Takes the guest's acceptance of a context. For the security manager.
     *
     * @param requester the function
     * @throws IllegalStateException if it has no context
     */
    public void accept(RequesterId requester) {
        Context context = trusted.get(requester);
        if (context == null) {
            throw new IllegalStateException("%s has no trusted context".formatted(requester));
        }
        context.accepted = true;
    }

    /**
     * Removes the trusted context of a function and closes its gate; without effect if it has none.
     *
     * @param requester the function
     * @param cause why
     */
    public void remove(RequesterId requester, String cause) {
        gate(requester).close(cause);
        trusted.remove(requester);
    }

    /**
     * Returns the gate of a function.
     *
     * @param requester the function
     * @return its gate, the same every time
     */
    public DmaGate gate(RequesterId requester) {
        return gates.computeIfAbsent(requester, key -> new DmaGate(env, key));
    }

    /**
     * Reads memory for a device.
     *
     * @param request who reads where
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult read(DmaRequest request, int length) {
        return pass(request, length, (initiator, host) -> memory.read(initiator, host, length));
    }

    /**
     * Writes memory for a device.
     *
     * @param request who writes where
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult write(DmaRequest request, Bytes content) {
        return pass(request, content.size(), (initiator, host) -> memory.write(initiator, host, content));
    }

    private MemoryResult pass(DmaRequest request, int length, BiFunction<Initiator, Long, MemoryResult> access) {
        if (PageRange.covering(request.address, length).count() != 1) {
            throw new IllegalArgumentException(
                    "a request of %d bytes at %xh crosses a page".formatted(length, request.address));
        }
        return request.trusted ? passTrusted(request, access) : passUntrusted(request, access);
    }

    private MemoryResult passUntrusted(DmaRequest request, BiFunction<Initiator, Long, MemoryResult> access) {
        PageMap<Long> table = untrusted.get(request.requester);
        if (table == null) {
            return request.refused(Reason.NO_CONTEXT, "no untrusted context of " + request.requester);
        }
        return table.find(request.address)
                .map(run -> access.apply(Initiator.UNTRUSTED, run.value() + run.offset(request.address)))
                .orElseGet(() -> request.refused(Reason.NOT_MAPPED, "no untrusted entry of " + request.requester));
    }

    private MemoryResult passTrusted(DmaRequest request, BiFunction<Initiator, Long, MemoryResult> access) {
        Context context = trusted.get(request.requester);
        if (context == null) {
            return request.refused(Reason.NO_CONTEXT, "no trusted context of " + request.requester);
        }
        if (!context.accepted) {
            return request.refused(Reason.CONTEXT_PENDING, context.space.tvm() + " has not accepted the context");
        }
        if (!gate(request.requester).isOpen()) {
            return request.refused(Reason.GATE_CLOSED, "the gate of %s is closed".formatted(request.requester));
        }
        if (context.space.isTooLarge(request.address)) {
            return request.refused(Reason.SIZE_MISMATCH, "an entry of 2 MiB to pages of 4 KiB");
        }
        return context.space
                .mapping(request.address)
                .map(mapping ->
                        access.apply(new Initiator.Tvm(context.space.tvm()), mapping.hostPage() + request.offset()))
                .orElseGet(() -> request.refused(Reason.NOT_MAPPED, "no entry of " + context.space.tvm()));
    }

    /**
     * Who asks for what, by which right.
     *
     * @param requester the function
     * @param trusted the T bit of the request, checked by the root port
     * @param address the address as the function sees it
     */
    public record DmaRequest(RequesterId requester, boolean trusted, long address) {
        private long offset() {
            return address - PageRange.pageOf(address);
        }

        private MemoryResult refused(Reason reason, String detail) {
            return MemoryResult.refused(reason, address, detail);
        }
    }

    private static final class Context {
        private final GuestAddressSpace space;
        private boolean accepted;

        Context(GuestAddressSpace space) {
            this.space = space;
        }
    }
}
