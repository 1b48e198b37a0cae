package dev.tdisp.guest.token;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.guest.token.CborItem.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The interface report in a token. The draft has no field for the report's reserved bits. */
final class ReportClaim {
    private static final int U16 = 2;
    private static final int U32 = 4;
    private static final int U64 = 8;
    private static final int MOST_RANGES = DeviceInterfaceReport.MAX_SIZE / MmioRange.SIZE;

    private ReportClaim() {}

    static CborItem encode(DeviceInterfaceReport report, TokenProfile profile) {
        int count = report.mmioRanges().size();
        if (profile.has(TokenSwitch.ONE_RANGE) && count > 1) {
            throw new IllegalArgumentException("report: %d ranges, and the draft has one key for all".formatted(count));
        }
        var map = new ClaimWriter()
                .put(TokenClaim.REPORT_INFO, u16(report.interfaceInfo().bits()))
                .put(TokenClaim.REPORT_MSIX, u16(report.msixMessageControl()))
                .put(TokenClaim.REPORT_LNR, u16(report.lnrControl()))
                .put(TokenClaim.REPORT_TPH, u32(report.tphControl()));
        if (count > 0) {
            var ranges = new ClaimWriter();
            for (int i = 0; i < count; i++) {
                ranges.put(new Whole(i + 1L), encode(report.mmioRanges().get(i)));
            }
            map.put(TokenClaim.REPORT_RANGES, ranges.toItem());
        }
        return map.put(TokenClaim.REPORT_SPECIFIC, report.deviceSpecificInfo()).toItem();
    }

    private static CborItem encode(MmioRange range) {
        var attributes = new ClaimWriter()
                .put(TokenClaim.ATTRIBUTE_BITS, u16(range.attributes().bits()))
                .put(TokenClaim.ATTRIBUTE_ID, u16(range.rangeId()));
        return new ClaimWriter()
                .put(TokenClaim.RANGE_FIRST, u64(range.firstPage()))
                .put(TokenClaim.RANGE_PAGES, u32(range.pageCount()))
                .put(TokenClaim.RANGE_ATTRIBUTES, attributes.toItem())
                .toItem();
    }

    static DeviceInterfaceReport decode(CborItem item, TokenProfile profile) {
        ClaimMap in = ClaimMap.of("report", item);
        int info = (int) number(in, TokenClaim.REPORT_INFO, U16);
        int msix = (int) number(in, TokenClaim.REPORT_MSIX, U16);
        int lnr = (int) number(in, TokenClaim.REPORT_LNR, U16);
        long tph = number(in, TokenClaim.REPORT_TPH, U32);
        List<MmioRange> ranges = in.take(TokenClaim.REPORT_RANGES)
                .map(map -> ranges(map, profile))
                .orElse(List.of());
        Bytes specific = in.bytes(TokenClaim.REPORT_SPECIFIC);
        in.end();
        try {
            return new DeviceInterfaceReport(new InterfaceInfo(info), 0, msix, lnr, tph, ranges, specific);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("report", 0, String.valueOf(e.getMessage()));
        }
    }

    private static List<MmioRange> ranges(CborItem map, TokenProfile profile) {
        int most = profile.has(TokenSwitch.ONE_RANGE) ? 1 : MOST_RANGES;
        Map<Integer, CborItem> numbered = ClaimMap.of("mmio-ranges", map).numbered(1, most);
        List<MmioRange> ranges = new ArrayList<>();
        for (int i = 1; i <= numbered.size(); i++) {
            CborItem range = numbered.get(i);
            if (range == null) {
                throw new MalformedMessageException("mmio-ranges", 0, "%d is missing".formatted(i));
            }
            ranges.add(range(range));
        }
        if (ranges.isEmpty()) {
            throw new MalformedMessageException("mmio-ranges", 0, "empty");
        }
        return ranges;
    }

    private static MmioRange range(CborItem item) {
        ClaimMap in = ClaimMap.of("mmio-range", item);
        long first = number(in, TokenClaim.RANGE_FIRST, U64);
        long pages = number(in, TokenClaim.RANGE_PAGES, U32);
        ClaimMap attributes = ClaimMap.of("attributes", in.require(TokenClaim.RANGE_ATTRIBUTES));
        int bits = (int) number(attributes, TokenClaim.ATTRIBUTE_BITS, U16);
        int id = (int) number(attributes, TokenClaim.ATTRIBUTE_ID, U16);
        attributes.end();
        in.end();
        return new MmioRange(first, pages, new MmioAttributes(bits), id);
    }

    private static long number(ClaimMap in, TokenClaim claim, int size) {
        var bytes = WireReader.of(in.bytes(claim, size));
        return switch (size) {
            case U16 -> bytes.u16(claim.title());
            case U32 -> Integer.toUnsignedLong((int) bytes.u32(claim.title()));
            default -> bytes.u64(claim.title());
        };
    }

    private static Bytes u16(int value) {
        var out = WireWriter.create();
        out.u16("value", value);
        return out.toBytes();
    }

    private static Bytes u32(long value) {
        var out = WireWriter.create();
        out.u32("value", value);
        return out.toBytes();
    }

    private static Bytes u64(long value) {
        var out = WireWriter.create();
        out.u64("value", value);
        return out.toBytes();
    }
}
