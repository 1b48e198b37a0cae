package dev.tdisp.lab.assertion;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioRange;
import java.util.List;
import java.util.Optional;

/** Assertions on the report on a locked interface (section 11.3.11). */
public final class ReportAssert extends TdispAssert<ReportAssert, DeviceInterfaceReport> {
    private static final String CLAUSE = tdisp("11.3.11");

    ReportAssert(DeviceInterfaceReport actual, Surroundings around) {
        super(actual, ReportAssert.class, around);
    }

    /**
     * Demands features of INTERFACE_INFO.
     *
     * @param features what must be set
     * @return this
     */
    public ReportAssert has(InterfaceFeature... features) {
        for (InterfaceFeature feature : features) {
            require(
                    actual.interfaceInfo().has(feature),
                    "The report lacks " + feature,
                    List.of(features),
                    actual.interfaceInfo(),
                    CLAUSE);
        }
        return this;
    }

    /**
     * Demands that features of INTERFACE_INFO are absent.
     *
     * @param features what must be clear
     * @return this
     */
    public ReportAssert hasNo(InterfaceFeature... features) {
        for (InterfaceFeature feature : features) {
            require(
                    !actual.interfaceInfo().has(feature),
                    "The report has " + feature,
                    "no " + feature,
                    actual.interfaceInfo(),
                    CLAUSE);
        }
        return this;
    }

    /**
     * Demands a number of ranges.
     *
     * @param count MMIO_RANGE_COUNT
     * @return this
     */
    public ReportAssert hasRanges(int count) {
        int found = actual.mmioRanges().size();
        return require(found == count, "The report has another number of ranges", count, found, CLAUSE);
    }

    /**
     * Demands that every range is TEE memory.
     *
     * @return this
     */
    public ReportAssert hasOnlyTeeMemory() {
        Optional<MmioRange> open = actual.mmioRanges().stream()
                .filter(range -> range.attributes().has(MmioAttribute.IS_NON_TEE_MEM))
                .findFirst();
        return require(
                open.isEmpty(),
                "A range is not TEE memory",
                "no range with IS_NON_TEE_MEM",
                open.map(MmioRange::toString).orElse(""),
                CLAUSE);
    }

    /**
     * Demands that the report says nothing that no honest report says.
     *
     * @return this
     */
    public ReportAssert makesSense() {
        Optional<String> flaw = actual.flaw();
        return require(
                flaw.isEmpty(),
                "The report makes no sense",
                "ranges of pages that do not overlap",
                flaw.orElse(""),
                CLAUSE);
    }
}
