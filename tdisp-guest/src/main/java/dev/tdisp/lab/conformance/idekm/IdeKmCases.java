package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import java.util.List;
import java.util.stream.Stream;

/** The cases for IDE_KM. */
public final class IdeKmCases {
    private static final Clauses CLAUSES = Clauses.named("idekm");
    private static final List<ConformanceCase> CATALOGUE = CatalogueCases.of(CLAUSES);
    private static final List<ConformanceCase> ALL =
            Stream.of(CATALOGUE, KeyCases.of(CLAUSES)).flatMap(List::stream).toList();

    private IdeKmCases() {}

    /**
     * Returns the cases that other suites ask too.
     *
     * @return 18 cases with 107 clauses, and 3 with one each
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
