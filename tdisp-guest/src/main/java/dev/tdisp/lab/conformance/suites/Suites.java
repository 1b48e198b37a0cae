package dev.tdisp.lab.conformance.suites;

import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.idekm.IdeKmCases;
import dev.tdisp.lab.conformance.spdm.SpdmCases;
import dev.tdisp.lab.conformance.tdisp.TdispCases;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The cases of each protocol. */
public enum Suites {
    /** The TEE device interface security protocol. */
    TDISP("tdisp", TdispCases::all),
    /** IDE key management. */
    IDE_KM("idekm", IdeKmCases::all),
    /** SPDM beneath both. */
    SPDM("spdm", SpdmCases::all);

    private final String clauses;
    private final Supplier<List<ConformanceCase>> cases;

    Suites(String clauses, Supplier<List<ConformanceCase>> cases) {
        this.clauses = clauses;
        this.cases = cases;
    }

    /**
     * Returns the name of the table of its clauses.
     *
     * @return as {@link dev.tdisp.lab.conformance.Clauses#named} takes it
     */
    public String clauses() {
        return clauses;
    }

    /**
     * Returns its cases.
     *
     * @return in order
     */
    public List<ConformanceCase> cases() {
        return cases.get();
    }

    /**
     * Returns the cases of all protocols.
     *
     * @return in order
     */
    public static List<ConformanceCase> all() {
        return Arrays.stream(values()).flatMap(suite -> suite.cases().stream()).toList();
    }
}
