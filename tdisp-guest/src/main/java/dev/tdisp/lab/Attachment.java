package dev.tdisp.lab;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import java.util.Optional;

/** Where one virtual function is on its way into the guest's trust and out of it. */
final class Attachment {
    private final int vf;
    private Optional<FunctionId> assigned = Optional.empty();
    private boolean isBound;
    private Optional<Evidence> evidence = Optional.empty();
    private Optional<Verdict> verdict = Optional.empty();
    private Transfers transfers = Transfers.NONE;

    Attachment(int vf) {
        this.vf = vf;
    }

    int vf() {
        return vf;
    }

    boolean isAssigned() {
        return assigned.isPresent();
    }

    /** The function, which the guest has. */
    FunctionId function() {
        return assigned.orElseThrow(() -> new IllegalStateException("VF %d is not assigned".formatted(vf)));
    }

    void assign(FunctionId function) {
        assigned = Optional.of(function);
    }

    void unassign() {
        assigned = Optional.empty();
    }

    boolean isBound() {
        return isBound;
    }

    void bound(boolean isNowBound) {
        isBound = isNowBound;
    }

    Optional<Evidence> collected() {
        return evidence;
    }

    Evidence evidence() {
        return evidence.orElseThrow(() -> new IllegalStateException("VF %d: no evidence yet".formatted(vf)));
    }

    void evidence(Evidence collected) {
        evidence = Optional.of(collected);
    }

    Optional<Verdict> verdict() {
        return verdict;
    }

    /** The verdict, which must be good. */
    Verdict acceptance() {
        return verdict.filter(Verdict::isAcceptable)
                .orElseThrow(() -> new IllegalStateException("VF %d is not accepted".formatted(vf)));
    }

    void verdict(Verdict found) {
        verdict = Optional.of(found);
    }

    Transfers transfers() {
        return transfers;
    }

    void transfers(Transfers now) {
        transfers = now;
    }
}
