package dev.tdisp.lab;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.Binding;
import dev.tdisp.host.tsm.EvidenceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The invariants of pages and of what the hypervisor has in its hands. */
final class MemoryInvariants {
    private final Parties parties;
    private final List<Violation> violations;
    private final Map<Long, TvmId> users = new HashMap<>();

    private MemoryInvariants(Parties parties, List<Violation> violations) {
        this.parties = parties;
        this.violations = violations;
    }

    static void addTo(Parties parties, List<Violation> violations) {
        var check = new MemoryInvariants(parties, violations);
        parties.memory().owners().forEach(check::checkOwner);
        parties.spaces().forEach(check::checkMappings);
        check.checkEvidence();
    }

    private void checkOwner(long page, PageOwner owner) {
        MemoryResult seen = parties.vmm().readMemory(page, PageRange.PAGE_SIZE);
        if (seen.isDone()) {
            parties.watch()
                    .find(() -> "the page at %xh".formatted(page), seen.data())
                    .ifPresent(violations::add);
        }
        boolean isForEverybody = owner.equals(PageOwner.SHARED);
        if (seen.isDone() != isForEverybody) {
            add("the hypervisor %s page %xh, which is %s"
                    .formatted(seen.isDone() ? "reads" : "cannot read", page, owner));
        }
        if (owner instanceof PageOwner.Mmio mmio) {
            Optional<Binding> binding = parties.tsm().binding(mmio.tdi());
            if (binding.filter(present -> present.tvm().equals(mmio.tvm())).isEmpty()) {
                add("page %xh is still %s".formatted(page, owner));
            }
        }
    }

    /**
     * Only the owner has a page mapped as private, and nobody has somebody's page mapped as shared.
     *
     * <p>One thing is out of the security manager's hands: the hypervisor may assign a function whose window is a guest's to
     * another guest too, and map the window there as shared. The page keeps its one owner (host-guest 4.4), for the device
     * turns requests without T away (section 11.2.1). That mapping is let pass with the guest to which the function is
     * assigned, and nowhere else: neither the owner nor any third guest may have the window mapped so, and no guest after
     * the assignment ended.
     */
    private void checkMappings(GuestAddressSpace space) {
        space.mappings().forEach((address, mapping) -> {
            PageOwner owner = parties.memory().ownerOf(mapping.hostPage());
            boolean isOwn = isOwn(owner, space.tvm());
            boolean isExclusive = owner instanceof PageOwner.Private
                    || owner instanceof PageOwner.Mmio mmio && !isAssigned(mmio, space.tvm());
            if (mapping.visibility() == Visibility.PRIVATE && !isOwn
                    || mapping.visibility() == Visibility.SHARED && isExclusive) {
                add("%s has %s at %xh, which is %s".formatted(space.tvm(), mapping, address, owner));
            }
            if (mapping.visibility() == Visibility.PRIVATE && users.put(mapping.hostPage(), space.tvm()) != null) {
                add("page %xh is mapped as private twice".formatted(mapping.hostPage()));
            }
        });
    }

    private boolean isAssigned(PageOwner.Mmio window, TvmId tvm) {
        boolean isForeign = !window.tvm().equals(tvm);
        return isForeign && parties.vmm().assignedTo(window.tdi()).stream().anyMatch(tvm::equals);
    }

    private static boolean isOwn(PageOwner owner, TvmId tvm) {
        return owner instanceof PageOwner.Private page && page.tvm().equals(tvm)
                || owner instanceof PageOwner.Mmio mmio && mmio.tvm().equals(tvm);
    }

    private void checkEvidence() {
        for (int vf = 1; vf <= parties.vfs(); vf++) {
            parties.findFunction(vf).ifPresent(this::checkEvidence);
        }
        if (parties.isPlugged()) {
            checkEvidence(parties.vmm().driver().function().id());
        }
    }

    private void checkEvidence(FunctionId function) {
        for (EvidenceKind kind : EvidenceKind.values()) {
            parties.vmm()
                    .evidence()
                    .of(function, kind)
                    .flatMap(evidence -> parties.watch().find(() -> "%s of %s".formatted(kind, function), evidence))
                    .ifPresent(violations::add);
        }
    }

    private void add(String detail) {
        violations.add(new Violation(Invariant.PAGE_HAS_ONE_OWNER, detail));
    }
}
