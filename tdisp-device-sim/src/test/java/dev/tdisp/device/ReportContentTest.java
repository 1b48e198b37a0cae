package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.device.function.DeviceFunction;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device reports on an interface that it locked. */
class ReportContentTest {
    private static final int VF_MSIX_CONTROL = 0x52;
    private static final int VF_ATS_CONTROL = 0x116;
    private static final int ENABLE = 0x8000;

    private final Bench bench = Bench.enumerated(1).secure();
    private final DeviceFunction vf = bench.vf(1);

    private DeviceInterfaceReport report(LockParameters parameters) {
        bench.lock(vf, parameters);
        var requester = bench.tdisp(vf);
        requester.version();
        return requester.report();
    }

    private LockParameters with(LockFlag... flags) {
        return LockParameters.of(LockFlags.of(flags), Bench.STREAM.value());
    }

    @Test
    @Tag("T-066")
    void reservedBitsAreZero() {
        DeviceInterfaceReport report = report(with(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX));

        assertThat(report.interfaceInfo().bits() & 0xFFE0).isZero();
        assertThat(report.reserved()).isZero();
        assertThat(report.mmioRanges())
                .isNotEmpty()
                .allSatisfy(range -> assertThat(range.attributes().reserved()).isZero());
    }

    @Test
    @Tag("T-067")
    void firmwarePolicyIsThatOfTheLock() {
        assertThat(report(with(LockFlag.NO_FW_UPDATE)).interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE))
                .isTrue();
        bench.stop(vf);

        assertThat(report(with()).interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("T-068")
    void addressTranslationIsThatOfTheLock(boolean isEnabled) {
        bench.write(vf.requesterId(), VF_ATS_CONTROL, 2, isEnabled ? ENABLE : 0);

        DeviceInterfaceReport report = report(with());

        assertThat(report.interfaceInfo().has(InterfaceFeature.ATS_ENABLED)).isEqualTo(isEnabled);
        assertThat(report.interfaceInfo().has(InterfaceFeature.PRS_ENABLED)).isFalse();
    }

    @Test
    @Tag("T-069")
    @Tag("T-070")
    void tableThatIsNotLockedDoesNotShow() {
        bench.write(vf.requesterId(), VF_MSIX_CONTROL, 2, ENABLE);

        DeviceInterfaceReport report = report(with());

        assertThat(report.msixMessageControl()).isZero();
        assertThat(report.tphControl()).isZero();
        assertThat(ranges(report, MmioAttribute.MSIX_TABLE)).isEmpty();
        assertThat(ranges(report, MmioAttribute.MSIX_PBA)).isEmpty();
    }

    @Test
    @Tag("T-069")
    @Tag("T-070")
    void tableThatIsLockedShowsWithItsControl() {
        bench.write(vf.requesterId(), VF_MSIX_CONTROL, 2, ENABLE);

        DeviceInterfaceReport report = report(with(LockFlag.LOCK_MSIX));

        assertThat(report.msixMessageControl())
                .isEqualTo((int) bench.read(vf.requesterId(), VF_MSIX_CONTROL, 2))
                .satisfies(control -> assertThat(control & ENABLE).isNotZero());
        assertThat(ranges(report, MmioAttribute.MSIX_TABLE)).hasSize(1);
        assertThat(ranges(report, MmioAttribute.MSIX_PBA)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "0x1000", "-0x4000000000", "-0x200000000"})
    @Tag("T-071")
    @Tag("T-072")
    void pagesAreThoseOfTheBarsWithTheOffsetAdded(String offset) {
        long reportingOffset = Long.decode(offset);

        DeviceInterfaceReport report = report(with(LockFlag.LOCK_MSIX).withMmioReportingOffset(reportingOffset));

        assertThat(report.mmioRanges().get(0).startAddress())
                .isEqualTo(vf.address(vf.bars().get(0)) + reportingOffset);
        assertThat(ranges(report, MmioAttribute.MSIX_TABLE).get(0).startAddress())
                .isEqualTo(Bench.VF_BAR2 + reportingOffset);
        assertThat(report.flaw()).isEmpty();
    }

    @Test
    @Tag("T-073")
    void rangesAreInOrderOfBarsAndAddresses() {
        List<MmioRange> ranges = report(with(LockFlag.LOCK_MSIX)).mmioRanges();

        assertThat(ranges).extracting(MmioRange::rangeId).containsExactly(0, 0, 0, 2, 2);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).rangeId() == ranges.get(i - 1).rangeId()) {
                assertThat(ranges.get(i).startAddress())
                        .isGreaterThan(ranges.get(i - 1).startAddress());
            }
        }
    }

    private static List<MmioRange> ranges(DeviceInterfaceReport report, MmioAttribute attribute) {
        return report.mmioRanges().stream()
                .filter(range -> range.attributes().has(attribute))
                .toList();
    }
}
