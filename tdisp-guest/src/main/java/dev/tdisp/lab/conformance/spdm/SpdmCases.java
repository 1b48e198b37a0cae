package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import java.util.List;
import java.util.stream.Stream;

/** The cases for SPDM. */
public final class SpdmCases {
    private static final Clauses CLAUSES = Clauses.named("spdm");

    private static final List<ConformanceCase> CATALOGUE = Stream.of(
                    NegotiationCases.all(),
                    AlgorithmCases.all(),
                    IdentityCases.all(),
                    ChallengeCases.all(),
                    MeasurementCases.all(),
                    SessionCases.all(),
                    RefusalCases.all())
            .flatMap(scripts -> scripts)
            .map(script -> script.toCase(CLAUSES))
            .toList();

    private static final List<ConformanceCase> ALL = Stream.concat(
                    CATALOGUE.stream(),
                    Stream.of(ProfileCases.all(), GapCases.all(), SessionGapCases.all())
                            .flatMap(scripts -> scripts)
                            .map(script -> script.toCase(CLAUSES)))
            .toList();

    private SpdmCases() {}

    /**
     * Returns the cases that other suites ask too.
     *
     * @return 74 cases, with 555 clauses
     */
    public static List<ConformanceCase> catalogue() {
        return CATALOGUE;
    }

    /**
     * Returns all cases.
     *
     * @return those that other suites ask too, what a device for TDISP needs, then those that none asks
     */
    public static List<ConformanceCase> all() {
        return ALL;
    }
}
