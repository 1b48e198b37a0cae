package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.InterruptListener;
import dev.tdisp.host.tsm.EvidenceKind;
import java.util.List;
import java.util.Optional;

/** Honest answers to what one guest asks. */
final class Hypercalls implements GuestHypercalls {
    private final HypervisorVmm vmm;
    private final Assignments assignments;
    private final Bays bays;
    private final InterruptRoutes routes;
    private final TvmId tvm;

    Hypercalls(HypervisorVmm vmm, Assignments assignments, Bays bays, InterruptRoutes routes, TvmId tvm) {
        this.vmm = vmm;
        this.assignments = assignments;
        this.bays = bays;
        this.routes = routes;
        this.tvm = tvm;
    }

    @Override
    public void requestBind(FunctionId function) {
        requireOwn(function);
        vmm.bind(function);
    }

    @Override
    public void requestUnbind(FunctionId function) {
        requireOwn(function);
        vmm.unbind(function);
    }

    @Override
    public List<GuestWindow> windows(FunctionId function) {
        return requireOwn(function).windows;
    }

    @Override
    public Optional<InterruptSetup> interrupts(FunctionId function, InterruptListener listener) {
        requireOwn(function);
        Bay bay = bays.of(function);
        return routes.open(bay.driver().config(function), bay.port(), listener);
    }

    @Override
    public Optional<Bytes> evidence(FunctionId function, EvidenceKind kind) {
        boolean isOfDevice = kind.isOfDevice();
        FunctionId about =
                isOfDevice ? bays.find(function).map(Bay::physicalFunction).orElse(function) : function;
        return vmm.evidence().of(about, kind);
    }

    private Assignment requireOwn(FunctionId function) {
        Assignment assignment = assignments.of(function);
        if (!assignment.tvm.equals(tvm)) {
            throw new IllegalStateException("%s is not assigned to %s".formatted(function, tvm));
        }
        return assignment;
    }
}
