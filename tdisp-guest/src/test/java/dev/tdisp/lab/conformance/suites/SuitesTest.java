package dev.tdisp.lab.conformance.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clauses and cases fit together, and the default device passes all of them. */
class SuitesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Suites.class)
    void everyClauseHasACaseAndEveryCaseClauses(Suites suite) {
        Clauses clauses = Clauses.named(suite.clauses());

        assertThat(suite.cases())
                .flatExtracting(ConformanceCase::clauses)
                .containsExactlyInAnyOrderElementsOf(clauses.all());
        assertThat(clauses.all()).extracting(Clause::id).doesNotHaveDuplicates();
        assertThat(clauses.all())
                .allSatisfy(clause ->
                        assertThat(clause.requirement()).as(clause.id()).hasSizeGreaterThan(5))
                .allSatisfy(
                        clause -> assertThat(clause.source()).as(clause.id()).isNotBlank());
    }

    @Test
    @Tag("GAP-HAR-12")
    void theDefaultDevicePassesAllThatAppliesInTime() {
        ConformanceReport report = new Suite(Suites.all(), InstantSource.system())
                .run(SimulatedDevice.of(DeviceProfile.SPEC), 1, CaseListener.NONE);

        Duration time = report.results().stream().map(CaseResult::duration).reduce(Duration.ZERO, Duration::plus);
        System.out.printf("%s in %d ms%n", report.summary(), time.toMillis());
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.verdict())
                        .as("%s: %s", result.id(), result.cause())
                        .matches(verdict -> verdict.isPass() || verdict == Verdict.NOT_APPLICABLE))
                .allSatisfy(result ->
                        assertThat(result.contamination()).as(result.id()).isEmpty());
        assertThat(time).isLessThan(LIMIT);
    }
}
