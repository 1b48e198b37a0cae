package dev.tdisp.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceInterfaceReportTest {
    private static final int RUNS = 20_000;
    private static final Bytes WORKED = Bytes.fromHex("0b 00 00 00 07 80 00 00 00 00 00 00 04 00 00 00"
            + "00 00 00 01 00 00 00 00 10 00 00 00 00 00 00 00"
            + "10 00 00 01 00 00 00 00 01 00 00 00 01 00 00 00"
            + "20 00 00 01 00 00 00 00 01 00 00 00 02 00 00 00"
            + "00 00 01 01 00 00 00 00 00 01 00 00 08 00 02 00"
            + "08 00 00 00 44 45 4d 4f 2d 4e 49 43");
    private static final Bytes EMULATOR = Bytes.fromHex("03 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00"
            + "00 00 00 00 00 00 00 00 01 00 00 00 04 00 01 00"
            + "00 80 00 00 00 00 00 00 04 00 00 00 08 00 02 00"
            + "00 00 01 00 00 00 00 00 08 00 00 00 08 00 03 00"
            + "00 00 02 00 00 00 00 00 08 00 00 00 08 00 04 00"
            + "10 00 00 00 74 64 69 73 70 5f 64 65 76 5f 65 6d 75 00 00 00");

    @Test
    @Tag("T-011")
    @Tag("T-065")
    void workedReportEncodesAndDecodes() {
        long offset = -0xE0_0000_0000L;
        var report = new DeviceInterfaceReport(
                InterfaceInfo.of(
                        InterfaceFeature.NO_FW_UPDATE,
                        InterfaceFeature.DMA_WITHOUT_PASID,
                        InterfaceFeature.ATS_ENABLED),
                0,
                0x8007,
                0,
                0,
                List.of(
                        MmioRange.at(0xF0_0000_0000L, offset, 16, MmioAttributes.NONE, 0),
                        MmioRange.at(0xF0_0001_0000L, offset, 1, MmioAttributes.of(MmioAttribute.MSIX_TABLE), 0),
                        MmioRange.at(0xF0_0002_0000L, offset, 1, MmioAttributes.of(MmioAttribute.MSIX_PBA), 0),
                        MmioRange.at(
                                0xF0_1000_0000L,
                                offset,
                                256,
                                MmioAttributes.of(MmioAttribute.IS_MEM_ATTR_UPDATABLE),
                                2)),
                Bytes.fromHex("44 45 4d 4f 2d 4e 49 43"));

        assertThat(report.toBytes()).isEqualTo(WORKED);
        assertThat(DeviceInterfaceReport.decode(WORKED, MmioAddressUnit.PAGE)).isEqualTo(report);
        assertThat(report.size()).isEqualTo(20 + 16 * 4 + 8);
        assertThat(report.flaw()).isEmpty();
    }

    @Test
    void emulatorsReportIsReadInBytesOrInPages() {
        var inPages = DeviceInterfaceReport.decode(EMULATOR, MmioAddressUnit.PAGE);
        var inBytes = DeviceInterfaceReport.decode(EMULATOR, MmioAddressUnit.BYTE);

        assertThat(inPages.mmioRanges())
                .extracting(MmioRange::firstPage)
                .containsExactly(0L, 0x8000L, 0x10000L, 0x20000L);
        assertThat(inBytes.mmioRanges())
                .extracting(MmioRange::startAddress)
                .containsExactly(0L, 0x8000L, 0x10000L, 0x20000L);
        assertThat(inBytes.mmioRanges()).extracting(MmioRange::firstPage).containsExactly(0L, 8L, 16L, 32L);
        assertThat(inBytes.toBytes(MmioAddressUnit.BYTE)).isEqualTo(EMULATOR);
        assertThat(inBytes.flaw()).isEmpty();
        assertThat(new String(inPages.deviceSpecificInfo().toArray(), StandardCharsets.US_ASCII))
                .startsWith("tdisp_dev_emu");
    }

    @Test
    @Tag("GAP-RPT-21")
    void smallestReportHasTwentyBytes() {
        var empty = DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(), Bytes.EMPTY);

        assertThat(empty.toBytes()).isEqualTo(Bytes.filled(0, 20));
        assertThat(DeviceInterfaceReport.decode(Bytes.filled(0, 20), MmioAddressUnit.PAGE))
                .isEqualTo(empty);
    }

    @Test
    @Tag("T-011")
    void fieldsAreWhereTheTableSays() {
        var in = WireReader.recording(WORKED);
        var out = WireWriter.recording();

        DeviceInterfaceReport.decode(in, MmioAddressUnit.PAGE).encode(out, MmioAddressUnit.PAGE);

        assertThat(in.fields()).isEqualTo(out.fields());
        assertThat(in.fields().fields().stream().map(f -> "%s %d+%d".formatted(f.name(), f.offset(), f.length())))
                .startsWith(
                        "INTERFACE_INFO 0+2",
                        "Reserved 2+2",
                        "MSI_X_MESSAGE_CONTROL 4+2",
                        "LNR_CONTROL 6+2",
                        "TPH_CONTROL 8+4",
                        "MMIO_RANGE_COUNT 12+4",
                        "MMIO_RANGE[0].First4KPage 16+8",
                        "MMIO_RANGE[0].NumberOf4KPages 24+4",
                        "MMIO_RANGE[0].RangeAttributes 28+2",
                        "MMIO_RANGE[0].RangeID 30+2",
                        "MMIO_RANGE[1].First4KPage 32+8")
                .endsWith("DEVICE_SPECIFIC_INFO_LEN 80+4", "DEVICE_SPECIFIC_INFO 84+8");
    }

    @Test
    void bitsAreWhereTheTableSays() {
        assertThat(new InterfaceInfo(0x001F))
                .hasToString("NO_FW_UPDATE|DMA_WITHOUT_PASID|DMA_WITH_PASID|ATS_ENABLED|PRS_ENABLED");
        assertThat(new InterfaceInfo(0xFFE0)).hasToString("XT_MODE_ENABLED|FFC0h");
        assertThat(new InterfaceInfo(0xFFFF).reserved()).isEqualTo(0xFFC0);
        assertThat(new MmioAttributes(0x000F)).hasToString("MSIX_TABLE|MSIX_PBA|IS_NON_TEE_MEM|IS_MEM_ATTR_UPDATABLE");
        assertThat(new MmioAttributes(0xFFFF).reserved()).isEqualTo(0xFFF0);
        assertThat(MmioAttributes.NONE.with(MmioAttribute.IS_NON_TEE_MEM).bits())
                .isEqualTo(4);
        assertThat(new MmioAttributes(4).without(MmioAttribute.IS_NON_TEE_MEM)).isEqualTo(MmioAttributes.NONE);
    }

    @ParameterizedTest
    @Tag("T-144")
    @ValueSource(longs = {5, 6, 0x0FFF_FFFF, 0x1000_0000, 0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFFL})
    void rangesThatDoNotFitAreMalformed(long count) {
        Bytes lying = withU32(WORKED, 12, count);

        assertThatThrownBy(() -> DeviceInterfaceReport.decode(lying, MmioAddressUnit.PAGE))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @Tag("T-144")
    @ValueSource(longs = {0, 7, 9, 0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFFL})
    void informationOfAnotherLengthIsMalformed(long length) {
        Bytes lying = withU32(WORKED, 80, length);

        assertThatThrownBy(() -> DeviceInterfaceReport.decode(lying, MmioAddressUnit.PAGE))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    @Tag("T-144")
    void everyCutIsMalformed() {
        IntStream.range(0, WORKED.size())
                .mapToObj(size -> WORKED.slice(0, size))
                .forEach(cut -> assertThatThrownBy(() -> DeviceInterfaceReport.decode(cut, MmioAddressUnit.PAGE))
                        .isInstanceOf(MalformedMessageException.class));
    }

    @Test
    void moreThan65535BytesAreNoReport() {
        Bytes large = withU32(Bytes.filled(0, 65536), 16, 65516);

        assertThatThrownBy(() -> DeviceInterfaceReport.decode(large, MmioAddressUnit.PAGE))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(), Bytes.filled(0, 65516)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(), Bytes.filled(0, 65515))
                        .size())
                .isEqualTo(65535);
    }

    @Test
    void byteAddressWithinAPageIsMalformed() {
        Bytes body = WORKED.with(16, 0x01);

        assertThatThrownBy(() -> DeviceInterfaceReport.decode(body, MmioAddressUnit.BYTE))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("First4KPage at offset 16");
    }

    @Test
    void overlapIsAFlaw() {
        assertThat(reportOf(range(0, 16), range(16, 4)).flaw()).isEmpty();
        assertThat(reportOf(range(0, 16), range(15, 1)).flaw()).isPresent();
        assertThat(reportOf(range(40, 4), range(0, 16), range(43, 9)).flaw()).isPresent();
        assertThat(reportOf(range(7, 1), range(7, 1)).flaw()).isPresent();
    }

    @Test
    @Tag("GAP-RPT-24")
    void rangeOfNoPageIsAFlaw() {
        assertThat(reportOf(range(7, 0)).flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("no page"));
        assertThat(reportOf(range(0, 16), range(40, 0)).flaw()).isPresent();
        assertThat(reportOf(range(0, 0), range(0, 16)).flaw()).isPresent();
        assertThat(reportOf().flaw()).isEmpty();
    }

    @Test
    @Tag("GAP-RPT-24")
    void rangeBehindTheAddressSpaceIsAFlaw() {
        long last = (1L << 52) - 1;

        assertThat(reportOf(range(last, 1)).flaw()).isEmpty();
        assertThat(reportOf(range(last, 2)).flaw()).isPresent();
        assertThat(reportOf(range(1L << 52, 1)).flaw()).isPresent();
        assertThat(reportOf(range(-1, 1)).flaw()).isPresent();
    }

    @Test
    @Tag("T-071")
    @Tag("T-072")
    void reportedPageIsAddressPlusOffset() {
        assertThat(MmioRange.at(0x10_0000, 0x5000, 1, MmioAttributes.NONE, 0).firstPage())
                .isEqualTo(0x105);
        assertThat(MmioRange.at(0x10_0000, -0x5000, 1, MmioAttributes.NONE, 0).firstPage())
                .isEqualTo(0xFB);
        assertThat(MmioRange.at(0x1000, -0x2000, 1, MmioAttributes.NONE, 0).firstPage())
                .isEqualTo((1L << 52) - 1);
        assertThat(MmioRange.at(0xFFFF_FFFF_FFFF_F000L, 0x1000, 1, MmioAttributes.NONE, 0)
                        .firstPage())
                .isZero();
        assertThatThrownBy(() -> MmioRange.at(0x1000, 0x10, 1, MmioAttributes.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-RPT-21")
    void everyReportSurvivesTheWire(MmioAddressUnit unit) {
        long seed = Long.getLong("tdisp.seed", RandomGenerator.getDefault().nextLong());
        var random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            DeviceInterfaceReport report = randomReport(random, unit);
            Bytes wire = report.toBytes(unit);
            if (!DeviceInterfaceReport.decode(wire, unit).equals(report)) {
                fail("seed %d: %s", seed, report);
            }
            Bytes damaged = wire.with(random.nextInt(wire.size()), random.nextInt(256));
            try {
                assertThat(DeviceInterfaceReport.decode(damaged, unit).toBytes(unit))
                        .isEqualTo(damaged);
            } catch (MalformedMessageException expected) {
                // the damage hit a length
            } catch (AssertionError | RuntimeException e) {
                fail("seed %d: %s".formatted(seed, damaged), e);
            }
        }
    }

    private static DeviceInterfaceReport randomReport(SplittableRandom random, MmioAddressUnit unit) {
        List<MmioRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            ranges.add(new MmioRange(
                    unit.toPageNumber(random.nextLong()),
                    random.nextLong(1L << 32),
                    new MmioAttributes(random.nextInt(1 << 16)),
                    random.nextInt(1 << 16)));
        }
        var info = new byte[random.nextInt(20)];
        random.nextBytes(info);
        return new DeviceInterfaceReport(
                new InterfaceInfo(random.nextInt(1 << 16)),
                random.nextInt(1 << 16),
                random.nextInt(1 << 16),
                random.nextInt(1 << 16),
                random.nextLong(1L << 32),
                ranges,
                Bytes.of(info));
    }

    private static Bytes withU32(Bytes body, int offset, long value) {
        Bytes changed = body;
        for (int i = 0; i < Integer.BYTES; i++) {
            changed = changed.with(offset + i, (int) (value >>> 8 * i));
        }
        return changed;
    }

    private static DeviceInterfaceReport reportOf(MmioRange... ranges) {
        return DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(ranges), Bytes.EMPTY);
    }

    private static MmioRange range(long firstPage, long pageCount) {
        return new MmioRange(firstPage, pageCount, MmioAttributes.NONE, 0);
    }
}
