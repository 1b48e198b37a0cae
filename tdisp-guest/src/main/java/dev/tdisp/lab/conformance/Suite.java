package dev.tdisp.lab.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs cases one after another, each with a scene of its own; the order changes no verdict.
 *
 * <pre>{@code
 * ConformanceReport report = new Suite(TdispCases.all()).run(new SimulatedDevice(), 1, CaseListener.NONE);
 * }</pre>
 *
 * @param cases the cases
 * @param clock by which the time of each is taken
 */
public record Suite(List<ConformanceCase> cases, InstantSource clock) {
    private static final InstantSource STANDING = InstantSource.fixed(Instant.EPOCH);

    /**
     * Takes no time.
     *
     * @param cases the cases
     */
    public Suite(List<ConformanceCase> cases) {
        this(cases, STANDING);
    }

    /**
     * Copies the list.
     *
     * @param cases the cases
     * @param clock by which the time of each is taken
     * @throws IllegalArgumentException if two have the same name
     */
    public Suite {
        cases = List.copyOf(cases);
        Set<String> names = new HashSet<>();
        cases.stream()
                .map(ConformanceCase::id)
                .filter(id -> !names.add(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalArgumentException("cases: %s is there twice".formatted(id));
                });
    }

    /**
     * Runs all cases.
     *
     * @param subject who is asked
     * @param seed what this end draws from; each case draws from its own part
     * @param listener is told of each case
     * @return what became of them
     */
    public ConformanceReport run(Subject subject, long seed, CaseListener listener) {
        List<CaseResult> results = new ArrayList<>();
        for (ConformanceCase each : cases) {
            CaseResult result = run(each, subject, seed, clock);
            results.add(result);
            listener.done(results.size(), cases.size(), result);
        }
        return new ConformanceReport(subject.name(), seed, results);
    }

    /**
     * Runs one case.
     *
     * @param conformanceCase the case
     * @param subject who is asked
     * @param seed what this end draws from
     * @return what became of it
     */
    public static CaseResult run(ConformanceCase conformanceCase, Subject subject, long seed) {
        return run(conformanceCase, subject, seed, STANDING);
    }

    private static CaseResult run(ConformanceCase conformanceCase, Subject subject, long seed, InstantSource clock) {
        Instant begin = clock.instant();
        var run = new CaseRun(conformanceCase, subject, seed);
        return run.result(() -> Duration.between(begin, clock.instant()));
    }

    /**
     * Leaves cases out.
     *
     * @param words of which the name of a case must begin with one; all are left if there are none
     * @return the others
     */
    public Suite only(List<String> words) {
        return new Suite(
                cases.stream()
                        .filter(each -> words.isEmpty() || words.stream().anyMatch(each.id()::startsWith))
                        .toList(),
                clock);
    }

    /**
     * Finds a case.
     *
     * @param id its name
     * @return the case, if there is one of that name
     */
    public Optional<ConformanceCase> find(String id) {
        return cases.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
