package dev.tdisp.lab.attack;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestWindow;
import dev.tdisp.lab.LabBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A hypervisor that hands other evidence over than it has got. */
record Forger(GuestHypercalls honest, EvidenceKind what, UnaryOperator<Bytes> change) implements GuestHypercalls {
    /** Puts a forger between guest and hypervisor; each lab gets a change of its own. */
    static UnaryOperator<LabBuilder> of(EvidenceKind what, UnaryOperator<Bytes> change) {
        return builder -> builder.parties(stand ->
                stand.withHypercalls(calls -> new Forger(stand.hypercalls().apply(calls), what, change)));
    }

    /** Shows the first evidence of a kind again and again. */
    static UnaryOperator<LabBuilder> replaying(EvidenceKind what) {
        return builder -> Forger.of(what, new First()).apply(builder);
    }

    private static final class First implements UnaryOperator<Bytes> {
        private Bytes first = Bytes.EMPTY;

        @Override
        public Bytes apply(Bytes present) {
            first = first.isEmpty() ? present : first;
            return first;
        }
    }

    @Override
    public void requestBind(FunctionId function) {
        honest.requestBind(function);
    }

    @Override
    public void requestUnbind(FunctionId function) {
        honest.requestUnbind(function);
    }

    @Override
    public List<GuestWindow> windows(FunctionId function) {
        return honest.windows(function);
    }

    @Override
    public Optional<Bytes> evidence(FunctionId function, EvidenceKind kind) {
        Optional<Bytes> genuine = honest.evidence(function, kind);
        return kind == what ? genuine.map(change) : genuine;
    }
}
