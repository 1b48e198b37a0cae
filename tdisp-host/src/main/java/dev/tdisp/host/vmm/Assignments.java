package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which function is in which guest's hands, and what of it the guest sees without trust. */
final class Assignments {
    private final Iommu iommu;
    private final Guests guests;
    private final Map<FunctionId, Assignment> assignments = new LinkedHashMap<>();

    Assignments(Iommu iommu, Guests guests) {
        this.iommu = iommu;
        this.guests = guests;
    }

    List<GuestWindow> assign(PciFunction function, TvmId tvm) {
        if (assignments.containsKey(function.id())) {
            throw new IllegalStateException(
                    "%s is assigned to %s".formatted(function.id(), assignments.get(function.id()).tvm));
        }
        return assignAnyway(function, tvm);
    }

    /** Assigns a function, whoever has it. */
    List<GuestWindow> assignAnyway(PciFunction function, TvmId tvm) {
        Guest guest = guests.of(tvm);
        List<GuestWindow> windows = new ArrayList<>();
        for (Bar bar : function.bars()) {
            windows.add(new GuestWindow(bar.index(), guest.nextWindow(bar.size()), bar.size()));
        }
        var assignment = new Assignment(tvm, function, List.copyOf(windows));
        assignments.put(function.id(), assignment);
        mapWindows(assignment);
        iommu.mapUntrusted(
                function.id().requesterId(), guest.where.sharedPages().address(), guest.shared);
        return windows;
    }

    void unassign(FunctionId function) {
        Assignment assignment = of(function);
        Guest guest = guests.of(assignment.tvm);
        assignment.forEachWindow((window, bar) -> Guests.done(guest.space.unmapShared(
                new PageRange(window.guestAddress(), bar.pages().count()))));
        iommu.unmapUntrusted(function.requesterId(), guest.where.sharedPages());
        assignments.remove(function);
    }

    /** Maps the windows of a function as shared again, where nothing is mapped. */
    void mapWindows(FunctionId function) {
        find(function).ifPresent(this::mapWindows);
    }

    /** Maps windows as shared again, where nothing is mapped. */
    void mapWindows(Predicate<FunctionId> which) {
        assignments.forEach((function, assignment) -> {
            if (which.test(function)) {
                mapWindows(assignment);
            }
        });
    }

    private void mapWindows(Assignment assignment) {
        GuestAddressSpace space = guests.of(assignment.tvm).space;
        assignment.forEachWindow((window, bar) -> mapMissing(space, window.guestAddress(), bar.pages()));
    }

    private static void mapMissing(GuestAddressSpace space, long guestAddress, PageRange host) {
        var guest = new PageRange(guestAddress, host.count());
        for (PageRange gap : space.unmapped(guest)) {
            long start = host.address() + (gap.address() - guest.address());
            Guests.done(space.mapShared(gap.address(), new PageRange(start, gap.count())));
        }
    }

    Optional<Assignment> find(FunctionId function) {
        return Optional.ofNullable(assignments.get(function));
    }

    Assignment of(FunctionId function) {
        return find(function).orElseThrow(() -> new IllegalStateException("%s is not assigned".formatted(function)));
    }

    List<FunctionId> of(TvmId tvm) {
        List<FunctionId> functions = new ArrayList<>();
        assignments.forEach((function, assignment) -> {
            if (assignment.tvm.equals(tvm)) {
                functions.add(function);
            }
        });
        return functions;
    }
}
