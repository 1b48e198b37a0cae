package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.lab.conformance.Capability;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of one clause each, which is their title too. */
final class Group {
    /** The requests of PCIe 6.0. */
    static final List<RequestCode> REQUESTS = Arrays.stream(RequestCode.values())
            .filter(request -> request != RequestCode.SET_TDISP_CONFIG_REQUEST)
            .toList();

    private final Clauses clauses;
    private final List<ConformanceCase> cases = new ArrayList<>();

    Group(Clauses clauses) {
        this.clauses = clauses;
    }

    void add(String id, ConformanceCase.Body body, Capability... needs) {
        String title = clauses.find(id).map(Clause::requirement).orElseThrow();
        ConformanceCase made = ConformanceCase.of(id, title, clauses, body).needing(Trait.TEE_IO);
        for (Capability need : needs) {
            made = made.needing(need);
        }
        cases.add(made);
    }

    List<ConformanceCase> cases() {
        return List.copyOf(cases);
    }
}
