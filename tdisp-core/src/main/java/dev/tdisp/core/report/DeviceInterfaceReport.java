package dev.tdisp.core.report;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of the report on a locked interface (section 11.3.11).
 *
 * <pre>{@code
 * var report = DeviceInterfaceReport.decode(body, MmioAddressUnit.PAGE);
 * boolean isFrozen = report.interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE);
 * report.mmioRanges().forEach(System.out::println);
 * }</pre>
 *
 * @param interfaceInfo INTERFACE_INFO
 * @param reserved the two reserved bytes, little-endian
 * @param msixMessageControl MSI_X_MESSAGE_CONTROL, 16 bits; 0 if the table is not locked
 * @param lnrControl LNR_CONTROL, 16 bits
 * @param tphControl TPH_CONTROL, 32 bits; 0 if the MSI-X table is not locked
 * @param mmioRanges the ranges, in the order in which the TVM must see them mapped
 * @param deviceSpecificInfo what the vendor adds
 */
public record DeviceInterfaceReport(
        InterfaceInfo interfaceInfo,
        int reserved,
        int msixMessageControl,
        int lnrControl,
        long tphControl,
        List<MmioRange> mmioRanges,
        Bytes deviceSpecificInfo) {
    /** The largest size in bytes: OFFSET and LENGTH have 16 bits. */
    public static final int MAX_SIZE = 65535;

    /** The size of a report without ranges and device specific information. */
    public static final int MIN_SIZE = 20;

    /**
     * Checks the ranges and copies the list.
     *
     * @param interfaceInfo any
     * @param reserved 0 to 65535
     * @param msixMessageControl 0 to 65535
     * @param lnrControl 0 to 65535
     * @param tphControl an unsigned 32-bit value
     * @param mmioRanges any
     * @param deviceSpecificInfo any, as long as the report has at most 65535 bytes
     */
    public DeviceInterfaceReport {
        mmioRanges = List.copyOf(mmioRanges);
        check("Reserved", reserved, 16);
        check("MSI_X_MESSAGE_CONTROL", msixMessageControl, 16);
        check("LNR_CONTROL", lnrControl, 16);
        check("TPH_CONTROL", tphControl, 32);
        long size = MIN_SIZE + (long) MmioRange.SIZE * mmioRanges.size() + deviceSpecificInfo.size();
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException("report: %d bytes are more than %d".formatted(size, MAX_SIZE));
        }
    }

    /**
     * Creates a report with neither MSI-X, LNR nor TPH.
     *
     * @param interfaceInfo INTERFACE_INFO
     * @param mmioRanges the ranges in mapping order
     * @param deviceSpecificInfo what the vendor adds
     * @return the report
     */
    public static DeviceInterfaceReport of(
            InterfaceInfo interfaceInfo, List<MmioRange> mmioRanges, Bytes deviceSpecificInfo) {
        return new DeviceInterfaceReport(interfaceInfo, 0, 0, 0, 0, mmioRanges, deviceSpecificInfo);
    }

    /**
     * Returns the size on the wire.
     *
     * @return in bytes
     */
    public int size() {
        return MIN_SIZE + MmioRange.SIZE * mmioRanges.size() + deviceSpecificInfo.size();
    }

    /**
     * Looks for what no honest report says: a range of no page, a range outside the address space, or two ranges that share a page.
     *
     * @return what is wrong, or nothing
     */
    public Optional<String> flaw() {
        return mmioRanges.stream()
                .filter(range -> range.pageCount() == 0 || !range.isAddressable())
                .findFirst()
                .map(range -> range + (range.isAddressable() ? " has no page" : " is outside the address space"))
                .or(this::overlap);
    }

    private Optional<String> overlap() {
        List<MmioRange> sorted = mmioRanges.stream()
                .sorted((a, b) -> Long.compareUnsigned(a.firstPage(), b.firstPage()))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).overlaps(sorted.get(i))) {
                return Optional.of("%s overlaps %s".formatted(sorted.get(i - 1), sorted.get(i)));
            }
        }
        return Optional.empty();
    }

    /**
     * Encodes the report in page numbers.
     *
     * @return the body
     */
    public Bytes toBytes() {
        return toBytes(MmioAddressUnit.PAGE);
    }

    /**
     * Encodes the report.
     *
     * @param unit the unit of the first page
     * @return the body
     */
    public Bytes toBytes(MmioAddressUnit unit) {
        var out = WireWriter.create();
        encode(out, unit);
        return out.toBytes();
    }

    /**
     * Writes the report.
     *
     * @param out where to
     * @param unit the unit of the first page
     */
    public void encode(WireWriter out, MmioAddressUnit unit) {
        out.u16("INTERFACE_INFO", interfaceInfo.bits());
        out.meaning(interfaceInfo);
        out.u16("Reserved", reserved);
        out.u16("MSI_X_MESSAGE_CONTROL", msixMessageControl);
        out.u16("LNR_CONTROL", lnrControl);
        out.u32("TPH_CONTROL", tphControl);
        out.u32("MMIO_RANGE_COUNT", mmioRanges.size());
        for (int i = 0; i < mmioRanges.size(); i++) {
            out.enter("MMIO_RANGE[%d]".formatted(i));
            mmioRanges.get(i).encode(out, unit);
            out.leave();
        }
        out.u32("DEVICE_SPECIFIC_INFO_LEN", deviceSpecificInfo.size());
        out.bytes("DEVICE_SPECIFIC_INFO", deviceSpecificInfo);
    }

    /**
     * Decodes a report.
     *
     * @param body all of its bytes
     * @param unit the unit of the first page
     * @return the report
     * @throws dev.tdisp.core.wire.MalformedMessageException if a length in it does not fit, or a byte address is not
     *     the start of a page
     */
    public static DeviceInterfaceReport decode(Bytes body, MmioAddressUnit unit) {
        return decode(WireReader.of(body), unit);
    }

    /**
     * Decodes a report, and leaves the fields in the reader if it records.
     *
     * @param in a reader at the first byte
     * @param unit the unit of the first page
     * @return the report
     * @throws dev.tdisp.core.wire.MalformedMessageException if a length in it does not fit, or a byte address is not
     *     the start of a page
     */
    public static DeviceInterfaceReport decode(WireReader in, MmioAddressUnit unit) {
        if (in.remaining() > MAX_SIZE) {
            throw in.malformed("report", 0, "%d bytes are more than %d".formatted(in.remaining(), MAX_SIZE));
        }
        var interfaceInfo = new InterfaceInfo(in.u16("INTERFACE_INFO"));
        in.meaning(interfaceInfo);
        int reserved = in.u16("Reserved");
        int msixMessageControl = in.u16("MSI_X_MESSAGE_CONTROL");
        int lnrControl = in.u16("LNR_CONTROL");
        long tphControl = in.u32("TPH_CONTROL");
        List<MmioRange> ranges = decodeRanges(in, unit);
        Bytes info = in.bytes("DEVICE_SPECIFIC_INFO", in.u32("DEVICE_SPECIFIC_INFO_LEN"));
        in.end();
        return new DeviceInterfaceReport(
                interfaceInfo, reserved, msixMessageControl, lnrControl, tphControl, ranges, info);
    }

    private static List<MmioRange> decodeRanges(WireReader in, MmioAddressUnit unit) {
        long count = in.u32("MMIO_RANGE_COUNT");
        if (count > in.remaining() / MmioRange.SIZE) {
            throw in.malformed(
                    "MMIO_RANGE_COUNT",
                    Integer.BYTES,
                    "%d ranges do not fit in %d bytes".formatted(count, in.remaining()));
        }
        List<MmioRange> ranges = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            in.enter("MMIO_RANGE[%d]".formatted(i));
            ranges.add(MmioRange.decode(in, unit));
            in.leave();
        }
        return ranges;
    }

    private static void check(String field, long value, int bits) {
        if (value >>> bits != 0) {
            throw new IllegalArgumentException("%s: %d does not fit in %d bits".formatted(field, value, bits));
        }
    }
}
