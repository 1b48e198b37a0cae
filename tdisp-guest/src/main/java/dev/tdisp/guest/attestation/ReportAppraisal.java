package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges a report whose digest is right. */
final class ReportAppraisal {
    private static final int LAST_BAR = 5;

    private final LockFlags flags;
    private final AppraisalPolicy policy;
    private final Findings findings;

    ReportAppraisal(LockFlags flags, AppraisalPolicy policy, Findings findings) {
        this.flags = flags;
        this.policy = policy;
        this.findings = findings;
    }

    /** Judges the body, and finds where each range belongs; the windows are what the hypervisor says. */
    List<PlannedRange> judge(Bytes body, List<GuestWindow> windows) {
        try {
            DeviceInterfaceReport report = DeviceInterfaceReport.decode(body, MmioAddressUnit.PAGE);
            boolean isConsistent = judge(report);
            List<PlannedRange> plan = plan(report.mmioRanges(), windows);
            if (isConsistent && plan.size() == report.mmioRanges().size()) {
                judgeFilling(report.mmioRanges(), windows);
            }
            return plan;
        } catch (MalformedMessageException e) {
            findings.malformed(Check.REPORT_CONSISTENT, "report", e);
            return List.of();
        }
    }

    /** Judges what a report says, wherever its ranges go; tells whether it is consistent. */
    boolean judge(DeviceInterfaceReport report) {
        String summary = "%d ranges".formatted(report.mmioRanges().size());
        judgeInfo(report.interfaceInfo());
        return findings.note(
                Check.REPORT_CONSISTENT,
                "no overlap, no reserved bit, the MSI-X table if it is locked",
                summary,
                inconsistency(report));
    }

    private void judgeInfo(InterfaceInfo info) {
        boolean mustFreeze = policy.firmwareFrozen() || flags.has(LockFlag.NO_FW_UPDATE);
        findings.require(
                Check.FIRMWARE_FROZEN,
                mustFreeze ? "a report with NO_FW_UPDATE" : "any report",
                info.toString(),
                !mustFreeze || info.has(InterfaceFeature.NO_FW_UPDATE),
                "the report permits firmware updates");
        int forbidden = info.bits() & ~policy.allowedFeatures().bits();
        findings.require(
                Check.FEATURES_ALLOWED,
                "at most " + policy.allowedFeatures(),
                info.toString(),
                forbidden == 0,
                "not allowed: " + new InterfaceInfo(forbidden));
    }

    /** The ranges of a window do not overlap and lie in it, so they fill it if there are enough of them. */
    private void judgeFilling(List<MmioRange> ranges, List<GuestWindow> windows) {
        List<String> gaps = windows.stream()
                .filter(window -> ranges.stream().anyMatch(range -> range.rangeId() == window.bar()))
                .filter(window -> sum(ranges, window.bar()) != Math.max(window.size(), MmioRange.PAGE_SIZE))
                .map(window ->
                        "BAR%d: %d of %d bytes".formatted(window.bar(), sum(ranges, window.bar()), window.size()))
                .toList();
        String actual = gaps.isEmpty() ? "as many" : gaps.toString();
        if (!policy.wholeWindows()) {
            findings.leaveOut(Check.RANGES_FILL_WINDOWS, actual, "the policy lets a report leave parts of a BAR out");
            return;
        }
        findings.require(
                Check.RANGES_FILL_WINDOWS,
                "as many bytes as the windows have",
                actual,
                gaps.isEmpty(),
                "the report leaves a part out: " + gaps);
    }

    private static long sum(List<MmioRange> ranges, int bar) {
        return ranges.stream()
                .filter(range -> range.rangeId() == bar)
                .mapToLong(MmioRange::sizeInBytes)
                .sum();
    }

    private Optional<String> inconsistency(DeviceInterfaceReport report) {
        Optional<String> flaw = report.flaw();
        if (flaw.isPresent()) {
            return flaw;
        }
        boolean hasTable = report.mmioRanges().stream().anyMatch(range -> has(range, MmioAttribute.MSIX_TABLE));
        if (flags.has(LockFlag.LOCK_MSIX) && report.msixMessageControl() != 0 && !hasTable) {
            return Optional.of("the MSI-X table is locked, but no range has it");
        }
        boolean hasReserved = report.reserved() != 0
                || report.mmioRanges().stream()
                        .anyMatch(range -> range.attributes().reserved() != 0);
        return hasReserved ? Optional.of("a reserved bit is set") : Optional.empty();
    }

    /** Finds where each range belongs; the ranges of a window must come in ascending order. */
    private List<PlannedRange> plan(List<MmioRange> ranges, List<GuestWindow> windows) {
        List<PlannedRange> plan = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        int lastBar = 0;
        long lastAddress = 0;
        for (int i = 0; i < ranges.size() && problem.isEmpty(); i++) {
            MmioRange range = ranges.get(i);
            Optional<Long> place = place(range, windows);
            boolean isLater =
                    range.rangeId() > lastBar || (range.rangeId() == lastBar && place.orElse(0L) >= lastAddress);
            if (place.isEmpty()) {
                problem = Optional.of("%s lies in no window".formatted(range));
            } else if (!isLater) {
                problem = Optional.of("%s comes too late".formatted(range));
            } else {
                plan.add(new PlannedRange(i, place.get(), !has(range, MmioAttribute.IS_NON_TEE_MEM)));
                lastBar = range.rangeId();
                lastAddress = place.get();
            }
        }
        findings.note(
                Check.RANGES_IN_ORDER,
                "each range in the window of its BAR, in ascending order",
                "%d ranges, windows %s".formatted(ranges.size(), windows),
                problem);
        return problem.isEmpty() ? plan : List.of();
    }

    /** A window is aligned to its size, so the low bits of a reported address are those in the window. */
    private static Optional<Long> place(MmioRange range, List<GuestWindow> windows) {
        return windows.stream()
                .filter(window -> range.rangeId() <= LAST_BAR && window.bar() == range.rangeId())
                .findFirst()
                .flatMap(window -> {
                    long inWindow = range.startAddress() & window.size() - 1;
                    boolean fits = range.pageCount() > 0 && range.sizeInBytes() <= window.size() - inWindow;
                    return fits ? Optional.of(window.guestAddress() + inWindow) : Optional.empty();
                });
    }

    private static boolean has(MmioRange range, MmioAttribute attribute) {
        return range.attributes().has(attribute);
    }
}
