package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import java.util.List;

/** The cases for TDISP. */
public final class TdispCases {
    private static final List<ConformanceCase> CATALOGUE = CatalogueCases.of(Clauses.named("tdisp"));

    private TdispCases() {}

    /**
     * Returns the cases that other suites ask too.
     *
     * @return 22 cases, with 124 clauses
     */
    public static List<ConformanceCase> catalogue() {
        return CATALOGUE;
    }

    /**
     * Returns all cases.
     *
     * @return those that other suites ask too, then those that none asks
     */
    public static List<ConformanceCase> all() {
        return CATALOGUE;
    }
}
