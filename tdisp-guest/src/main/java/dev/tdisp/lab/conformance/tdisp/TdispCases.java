package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import java.util.List;
import java.util.stream.Stream;

/** The cases for TDISP. */
public final class TdispCases {
    private static final Clauses CLAUSES = Clauses.named("tdisp");
    private static final List<ConformanceCase> CATALOGUE = CatalogueCases.of(CLAUSES);
    private static final List<ConformanceCase> ALL = Stream.of(
                    CATALOGUE,
                    MatrixCases.of(CLAUSES),
                    HeaderCases.of(CLAUSES),
                    LengthCases.of(CLAUSES),
                    ReservedCases.of(CLAUSES),
                    LockCases.of(CLAUSES),
                    NonceCases.of(CLAUSES),
                    PortionCases.of(CLAUSES),
                    SessionCases.of(CLAUSES),
                    OptionalCases.of(CLAUSES))
            .flatMap(List::stream)
            .toList();

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
        return ALL;
    }
}
