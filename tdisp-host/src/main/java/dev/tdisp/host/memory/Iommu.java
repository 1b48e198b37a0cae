package dev.tdisp.host.memory;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Translates the addresses of devices, with one set of tables for requests with T and another for those without.
 *
 * <p>The hypervisor fills the untrusted tables. The security manager alone fills the trusted ones: a context leads into the
 * address space of one guest, is pending until the guest accepts it, and lets nothing pass while the {@link DmaGate} of the
 * requester is closed. Behind every translation {@link HostMemory} still asks who owns the page. Functions for which the
 * hypervisor permits it may ask for translations themselves (ATS). For one thread at a time.
 */
public final class Iommu {
    private final Env env;
    private final HostMemory memory;
    private final Map<RequesterId, PageMap<Long>> untrusted = new HashMap<>();
    private final Map<RequesterId, LargePages> large = new HashMap<>();
    private final Map<RequesterId, Context> trusted = new HashMap<>();
    private final Map<RequesterId, DmaGate> gates = new HashMap<>();
    private final Set<RequesterId> translating = new HashSet<>();
    private final Set<GuestAddressSpace> watched = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<TranslationListener> listeners = new ArrayList<>();

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
        tell(requester, false, Optional.of(device));
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
        tell(requester, false, Optional.of(device));
        return MemoryResult.DONE;
    }

    /**
     * Lets a function ask for translations and use them (ATS), or no longer. For the hypervisor.
     *
     * @param requester the function
     * @param isPermitted true to let it
     */
    public void permitTranslation(RequesterId requester, boolean isPermitted) {
        if (isPermitted) {
            translating.add(requester);
        } else if (translating.remove(requester)) {
            tell(requester, false, Optional.empty());
            tell(requester, true, Optional.empty());
        }
    }

    /**
     * Tells whether a function may ask for translations.
     *
     * @param requester the function
     * @return false unless the hypervisor permits it
     */
    public boolean permitsTranslation(RequesterId requester) {
        return translating.contains(requester);
    }

    /**
     * Adds a listener, told whenever translations may not hold any longer.
     *
     * @param listener sees that no device uses them further
     */
    public void onInvalidation(TranslationListener listener) {
        listeners.add(listener);
    }

    private void tell(RequesterId requester, boolean isTrusted, Optional<PageRange> pages) {
        listeners.forEach(listener -> listener.invalidated(requester, isTrusted, pages));
    }

    private void unmapped(GuestAddressSpace space, PageRange pages) {
        trusted.forEach((requester, context) -> {
            if (context.space == space) {
                tell(requester, true, Optional.of(pages));
            }
        });
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
        if (watched.add(space)) {
            space.onUnmap(pages -> unmapped(space, pages));
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
        return gates.computeIfAbsent(requester, key -> new DmaGate(env, key, () -> tell(key, true, Optional.empty())));
    }

    /**
     * Finds the page that an address of a device means, if the device may use it.
     *
     * @param request who asks for which address
     * @return the address of the host's page, or why not
     */
    public Translation translate(DmaRequest request) {
        Translation found = find(request);
        return found.refusal.isPresent() ? found : found.orRefused(memory.read(found.initiator, found.page, 1));
    }

    /**
     * Reads memory for a device.
     *
     * @param request who reads where
     * @param length how many bytes
     * @return the bytes, or why not
     */
    public MemoryResult read(DmaRequest request, int length) {
        requireInPage(request, length);
        Translation found = find(request);
        return found.result(() -> memory.read(found.initiator, found.page + request.offset(), length));
    }

    /**
     * Writes memory for a device.
     *
     * @param request who writes where
     * @param content the bytes
     * @return done, or why not
     */
    public MemoryResult write(DmaRequest request, Bytes content) {
        requireInPage(request, content.size());
        Translation found = find(request);
        return found.result(() -> memory.write(found.initiator, found.page + request.offset(), content));
    }

    private static void requireInPage(DmaRequest request, int length) {
        if (PageRange.covering(request.address, length).count() != 1) {
            throw new IllegalArgumentException(
                    "a request of %d bytes at %xh crosses a page".formatted(length, request.address));
        }
    }

    private Translation find(DmaRequest request) {
        return request.trusted ? findTrusted(request) : findUntrusted(request);
    }

    private Translation findUntrusted(DmaRequest request) {
        PageMap<Long> table = untrusted.get(request.requester);
        if (table == null) {
            return request.refused(Reason.NO_CONTEXT, "no untrusted context of " + request.requester);
        }
        long page = PageRange.pageOf(request.address);
        return table.find(page)
                .map(run -> new Translation(Initiator.UNTRUSTED, run.value() + run.offset(page), Optional.empty()))
                .orElseGet(() -> request.refused(Reason.NOT_MAPPED, "no untrusted entry of " + request.requester));
    }

    private Translation findTrusted(DmaRequest request) {
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
        var owner = new Initiator.Tvm(context.space.tvm());
        return context.space
                .mapping(request.address)
                .map(mapping -> new Translation(owner, mapping.hostPage(), Optional.empty()))
                .orElseGet(() -> request.refused(Reason.NOT_MAPPED, "no entry of " + context.space.tvm()));
    }

    /**
     * What an address of a device means.
     *
     * @param initiator in whose name the page is used
     * @param page the address of the host's page; without meaning if it is refused
     * @param refusal why the device may not use it, if so
     */
    public record Translation(Initiator initiator, long page, Optional<Refusal> refusal) {
        private MemoryResult result(Supplier<MemoryResult> access) {
            return refusal.<MemoryResult>map(MemoryResult.Refused::new).orElseGet(access);
        }

        private Translation orRefused(MemoryResult probe) {
            return new Translation(initiator, page, probe.refusal());
        }
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

        private Translation refused(Reason reason, String detail) {
            return new Translation(Initiator.UNTRUSTED, 0, Optional.of(new Refusal(reason, address, detail)));
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
