package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.lab.Tdi;
import dev.tdisp.lab.TdispExchange;
import java.util.List;
import java.util.function.Predicate;

/** Assertions on the interface of a virtual function, as the device has it and as the guest sees it. */
public final class TdiAssert extends StateAssert<TdiAssert, Tdi> {
    TdiAssert(Tdi actual) {
        super(actual, TdiAssert.class, Surroundings.of(actual.lab()), "VF" + actual.vf(), Tdi::state);
    }

    /**
     * Demands moves of this interface, in this order; others may lie between them.
     *
     * @param moves the moves
     * @return this
     */
    public TdiAssert wentThrough(TdiMove... moves) {
        TraceAssert.requireMoves(this, "VF" + actual.vf(), movesOf(), List.of(moves));
        return this;
    }

    private List<TdiMove> movesOf() {
        String machine = "/VF" + actual.vf();
        return TdiMove.in(around().events(), source -> source.endsWith(machine));
    }

    /**
     * Demands that a request for this interface was refused.
     *
     * @param request the request
     * @return assertions on the last such refusal
     */
    public RefusalAssert refused(RequestCode request) {
        InterfaceId own = InterfaceId.of(function()).normalized();
        Predicate<TdispExchange> isOwn = exchange ->
                exchange.request().header().interfaceId().normalized().equals(own);
        return TraceAssert.refusal(around(), request, isOwn);
    }

    private FunctionId function() {
        isNotNull();
        return actual.function();
    }

    /**
     * Demands that the guest accepted the interface.
     *
     * @return this
     */
    public TdiAssert isAccepted() {
        verdict().isAccepted();
        return this;
    }

    /**
     * Demands that the guest rejected the interface, for these reasons among others.
     *
     * @param checks checks that failed
     * @return this
     */
    public TdiAssert isRejectedBecause(Check... checks) {
        verdict().isRejectedBecause(checks);
        return this;
    }

    /**
     * Demands that the guest judged the interface.
     *
     * @return assertions on the verdict
     */
    public VerdictAssert verdict() {
        isNotNull();
        Verdict verdict =
                actual.verdict().orElseThrow(() -> missing("The guest has not judged", "a verdict", "11.3.13"));
        return new VerdictAssert(verdict, around());
    }

    /**
     * Demands that the guest collected evidence of the interface.
     *
     * @return assertions on the evidence
     */
    public EvidenceAssert evidence() {
        isNotNull();
        Evidence evidence =
                actual.evidence().orElseThrow(() -> missing("The guest has no evidence of", "evidence", "11.3.10"));
        return new EvidenceAssert(evidence, around());
    }

    private AssertionError missing(String what, String expected, String clause) {
        return failure("%s VF%d".formatted(what, actual.vf()), expected, "none", tdisp(clause));
    }

    /**
     * Demands that the guest collected the report on the interface.
     *
     * @return assertions on the report
     */
    public ReportAssert report() {
        return evidence().report();
    }
}
