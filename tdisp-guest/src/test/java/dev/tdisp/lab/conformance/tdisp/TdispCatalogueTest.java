package dev.tdisp.lab.conformance.tdisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import org.junit.jupiter.api.Test;

/** The cases that other suites ask of TDISP too. */
class TdispCatalogueTest {
    @Test
    void thereAreAsManyCasesAndAssertionsAsInTheCatalogue() {
        assertThat(TdispCases.catalogue()).hasSize(22);
        assertThat(TdispCases.catalogue())
                .flatExtracting(each -> each.clauses())
                .hasSize(124);
    }

    @Test
    void theDefaultDevicePassesStrictly() {
        ConformanceReport report =
                new Suite(TdispCases.catalogue()).run(SimulatedDevice.of(DeviceProfile.SPEC), 1, CaseListener.NONE);

        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.verdict())
                        .as("%s: %s", result.id(), result.cause())
                        .isEqualTo(Verdict.STRICT_PASS));
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.contamination()).isEmpty());
    }
}
