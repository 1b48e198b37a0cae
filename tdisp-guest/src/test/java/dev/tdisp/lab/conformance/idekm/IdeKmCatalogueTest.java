package dev.tdisp.lab.conformance.idekm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases that other suites ask of IDE_KM too. */
class IdeKmCatalogueTest {
    private static final IdeProfile STRICT = IdeProfile.STRICT;

    @Test
    void thereAreAsManyCasesAndAssertionsAsInTheCatalogue() {
        assertThat(IdeKmCases.catalogue()).hasSize(18 + 3);
        assertThat(IdeKmCases.catalogue())
                .filteredOn(each -> !each.id().startsWith("IDEKM-FULL"))
                .flatExtracting(each -> each.clauses())
                .hasSize(107);
    }

    @Test
    void theDefaultDevicePassesWhatApplies() {
        ConformanceReport report =
                new Suite(IdeKmCases.catalogue()).run(SimulatedDevice.of(DeviceProfile.SPEC), 1, CaseListener.NONE);

        assertThat(report.results())
                .filteredOn(result -> result.verdict() != Verdict.STRICT_PASS)
                .singleElement()
                .satisfies(result -> assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE))
                .satisfies(result -> assertThat(result.cause()).isEqualTo("MaxPortIndex is 0"))
                .satisfies(result -> assertThat(result.id()).isEqualTo("IDEKM-QUERY-02"));
    }

    @Test
    void furtherPortsAreAskedToo() {
        var ide = new IdeProfile("PORTS", STRICT.switches(), STRICT.features(), 7, 0).with(IdeSwitch.ALIAS_PORTS);
        Suite suite = new Suite(IdeKmCases.catalogue()).only(List.of("IDEKM-QUERY-02"));

        ConformanceReport report = suite.run(SimulatedDevice.of(DeviceProfile.SPEC.withIde(ide)), 1, CaseListener.NONE);

        assertThat(report.verdicts()).containsEntry("IDEKM-QUERY-02", Verdict.STRICT_PASS);
        assertThat(report.assertionCount()).isEqualTo(7 * 4);
    }
}
