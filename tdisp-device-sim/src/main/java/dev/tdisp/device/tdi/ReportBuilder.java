package dev.tdisp.device.tdi;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.function.Bar;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a locked interface for its TVM (section 11.3.11). */
final class ReportBuilder {
    private final DeviceFunction function;
    private final Locked locked;
    private final long reportingOffset;

    ReportBuilder(DeviceFunction function, Locked locked, boolean ignoresOffset) {
        this.function = function;
        this.locked = locked;
        this.reportingOffset = ignoresOffset ? 0 : locked.parameters().mmioReportingOffset();
    }

    DeviceInterfaceReport build(Bytes deviceSpecificInfo) {
        int messageControl = locked.msix()
                ? (int) function.registers()
                        .space()
                        .value(function.registers().msix().messageControl())
                : 0;
        return new DeviceInterfaceReport(
                info(),
                0,
                messageControl,
                noticesControl(),
                hintsControl(),
                List.copyOf(ranges().values()),
                deviceSpecificInfo);
    }

    private int noticesControl() {
        ConfigurationSpace space = function.registers().space();
        return (int) space.registers().stream()
                .filter(register -> register.effect() == RegisterEffect.LIGHTWEIGHT_NOTIFICATION)
                .mapToLong(space::value)
                .sum();
    }

    /** Steering tags may lie in the MSI-X table, so what they are is told only if that is locked. */
    private long hintsControl() {
        ConfigurationSpace space = function.registers().space();
        return space.registers().stream()
                .filter(register -> locked.msix() && register.effect() == RegisterEffect.PROCESSING_HINTS)
                .mapToLong(space::value)
                .sum();
    }

    /** Returns the reported range of each region, in the order of the report: by BAR, then by address. */
    Map<BarRegion, MmioRange> ranges() {
        var ranges = new LinkedHashMap<BarRegion, MmioRange>();
        for (Bar bar : function.bars()) {
            for (BarRegion region : bar.regions()) {
                if (isReported(region)) {
                    ranges.put(region, range(bar, region));
                }
            }
        }
        return ranges;
    }

    private boolean isReported(BarRegion region) {
        return switch (region.kind()) {
            case TEE_MEMORY, NON_TEE_MEMORY -> true;
            case MSIX_TABLE, MSIX_PENDING -> locked.msix();
            case UNUSED -> false;
        };
    }

    private MmioRange range(Bar bar, BarRegion region) {
        return MmioRange.at(
                function.address(bar) + region.offset(),
                reportingOffset,
                region.size() / BarRegion.PAGE,
                attributes(region),
                region.bar());
    }

    private static MmioAttributes attributes(BarRegion region) {
        var attributes = new ArrayList<MmioAttribute>();
        switch (region.kind()) {
            case MSIX_TABLE -> attributes.add(MmioAttribute.MSIX_TABLE);
            case MSIX_PENDING -> attributes.add(MmioAttribute.MSIX_PBA);
            case NON_TEE_MEMORY -> attributes.add(MmioAttribute.IS_NON_TEE_MEM);
            case TEE_MEMORY, UNUSED -> {
                // no attribute
            }
        }
        if (region.updatable()) {
            attributes.add(MmioAttribute.IS_MEM_ATTR_UPDATABLE);
        }
        return MmioAttributes.of(attributes.toArray(MmioAttribute[]::new));
    }

    private InterfaceInfo info() {
        InterfaceInfo info = InterfaceInfo.of(InterfaceFeature.DMA_WITHOUT_PASID);
        if (locked.parameters().flags().has(LockFlag.NO_FW_UPDATE)) {
            info = info.with(InterfaceFeature.NO_FW_UPDATE);
        }
        if (function.translations().isEnabled()) {
            info = info.with(InterfaceFeature.ATS_ENABLED);
        }
        return function.translations().takesPageRequests() ? info.with(InterfaceFeature.PRS_ENABLED) : info;
    }
}
