package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which interface is bound to which guest, with the trusted tables of the IOMMU; and which may still be locked. */
final class Bindings {
    private final HostMemory memory;
    private final Iommu iommu;
    private final TsmOptions options;
    private final Env env;
    private final Map<FunctionId, BoundInterface> bound = new LinkedHashMap<>();
    private final Set<FunctionId> unconfirmed = new HashSet<>();

    Bindings(HostMemory memory, Iommu iommu, TsmOptions options, Env env) {
        this.memory = memory;
        this.iommu = iommu;
        this.options = options;
        this.env = env;
    }

    /** Tells whether an interface is bound to a guest; if it is to another one, that is refused. */
    boolean isBound(FunctionId function) {
        return bound.containsKey(function);
    }

    Optional<Binding> view(FunctionId function) {
        boolean isGateOpen = iommu.gate(function.requesterId()).isOpen();
        return Optional.ofNullable(bound.get(function)).map(present -> present.view(isGateOpen));
    }

    boolean isBoundTo(FunctionId function, TvmId tvm) {
        BoundInterface present = bound.get(function);
        if (present != null) {
            requireOwner(function, tvm, present, Reason.ALREADY_BOUND);
        }
        return present != null;
    }

    void lock(FunctionId function, DeviceLink link, GuestAddressSpace space) {
        if (bound.containsKey(function)) {
            throw new TsmException(Reason.ALREADY_BOUND, function.toString());
        }
        requireSecure(link);
        if (unconfirmed.contains(function)) {
            BoundInterface.stop(function, link, env);
            unconfirmed.remove(function);
        }
        bound.put(function, locked(function, link, space));
        iommu.install(function.requesterId(), space);
    }

    /** Locks; if it cannot be known whether that failed, the interface is stopped before the next lock. */
    private BoundInterface locked(FunctionId function, DeviceLink link, GuestAddressSpace space) {
        try {
            return new BoundInterface(function, link, space, options, env);
        } catch (TsmException e) {
            if (e.reason() == Reason.STATE_UNKNOWN) {
                unconfirmed.add(function);
            }
            throw e;
        }
    }

    void readReport(FunctionId function) {
        of(function).readReport(memory);
    }

    /** Revokes what an interface has, and stops it; false if the device did not confirm that. */
    boolean unbind(FunctionId function, Optional<DeviceLink> link) {
        iommu.remove(function.requesterId(), "unbound");
        BoundInterface before = bound.remove(function);
        boolean isStopped = before == null ? !unconfirmed.contains(function) || stop(function, link) : before.release();
        if (isStopped) {
            unconfirmed.remove(function);
        } else {
            unconfirmed.add(function);
        }
        return isStopped;
    }

    private boolean stop(FunctionId function, Optional<DeviceLink> link) {
        try {
            link.ifPresent(present -> BoundInterface.stop(function, present, env));
            return link.isPresent();
        } catch (TsmException e) {
            return false;
        }
    }

    /** Revokes what every interface of a device has; the device is not asked. */
    void abandonAll(DeviceLink link, String cause) {
        lastFirst(link).forEach(function -> reclaim(function, cause));
    }

    /** Revokes what an interface has; the device is not asked. */
    void reclaim(FunctionId function, String cause) {
        BoundInterface present = of(function);
        iommu.remove(function.requesterId(), cause);
        present.abandon();
        unconfirmed.add(function);
        bound.remove(function);
    }

    void openGate(FunctionId function, TvmId tvm, BindEpoch epoch) {
        BoundInterface present = of(function, tvm);
        present.requireEpoch(epoch);
        requireSecure(present.link());
        present.requireRunning();
        iommu.accept(function.requesterId());
        iommu.gate(function.requesterId()).open("accepted by " + tvm);
    }

    void closeGate(FunctionId function, String cause) {
        iommu.gate(function.requesterId()).close(cause);
    }

    void closeAllGates(DeviceLink link, String cause) {
        lastFirst(link).forEach(function -> closeGate(function, cause));
    }

    static void requireSecure(DeviceLink link) {
        if (!link.isSecure()) {
            throw new TsmException(Reason.STREAM_NOT_SECURE, link.streamId().toString());
        }
    }

    BoundInterface of(FunctionId function, TvmId tvm) {
        BoundInterface present = of(function);
        requireOwner(function, tvm, present, Reason.NOT_BOUND);
        return present;
    }

    BoundInterface of(FunctionId function) {
        BoundInterface present = bound.get(function);
        if (present == null) {
            throw new TsmException(Reason.NOT_BOUND, function.toString());
        }
        return present;
    }

    /** Returns the bound interfaces of a device, the last one first. */
    List<FunctionId> lastFirst(DeviceLink link) {
        return lastFirst(present -> present.link() == link);
    }

    /** Returns the interfaces that are bound to a guest, the last one first. */
    List<FunctionId> lastFirst(TvmId tvm) {
        return lastFirst(present -> present.space().tvm().equals(tvm));
    }

    private List<FunctionId> lastFirst(Predicate<BoundInterface> filter) {
        List<FunctionId> functions = new ArrayList<>();
        bound.forEach((function, present) -> {
            if (filter.test(present)) {
                functions.add(function);
            }
        });
        Collections.reverse(functions);
        return functions;
    }

    private void requireOwner(FunctionId function, TvmId tvm, BoundInterface present, Reason reason) {
        if (!present.space().tvm().equals(tvm)) {
            options.refusals().refuse(new TsmException(reason, "%s is not bound to %s".formatted(function, tvm)));
        }
    }
}
