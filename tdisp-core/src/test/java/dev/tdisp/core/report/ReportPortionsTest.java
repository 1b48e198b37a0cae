package dev.tdisp.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPortionsTest {
    private static final TdispHeader HEADER = TdispHeader.of(new InterfaceId(0x0100, 0));
    private static final int SIZE = 92;
    private static final Bytes REPORT = numbered(SIZE);

    @ParameterizedTest
    @CsvSource({"0, 64, 64, 28", "64, 28, 28, 0", "64, 65535, 28, 0", "0, 65535, 92, 0", "91, 1, 1, 0", "5, 10, 10, 77"
    })
    @Tag("T-062")
    @Tag("T-063")
    void cutsWhatIsAskedFor(int offset, int length, int portion, int remainder) {
        DeviceInterfaceReportPortion cut = cut(offset, length, 65535);

        assertThat(cut.reportBytes()).isEqualTo(REPORT.slice(offset, offset + portion));
        assertThat(cut.remainderLength()).isEqualTo(remainder);
    }

    @Test
    void cutsNoMoreThanTheResponderCanSend() {
        DeviceInterfaceReportPortion cut = cut(0, 0xFFFF, 0x40);

        assertThat(cut.reportBytes().size()).isEqualTo(0x40);
        assertThat(cut.remainderLength()).isEqualTo(SIZE - 0x40);
    }

    @ParameterizedTest
    @CsvSource({"92, 1", "93, 1", "65535, 65535", "0, 0", "92, 0"})
    @Tag("T-060")
    @Tag("T-061")
    void nothingIsCutBehindTheEndOrOfLengthZero(int offset, int length) {
        var request = new GetDeviceInterfaceReport(HEADER, offset, length);

        assertThat(new ReportPortions(REPORT, 65535).cut(request, HEADER)).isEmpty();
    }

    @Test
    @Tag("T-063")
    @Tag("T-064")
    void everyPortionSizeGivesTheSameReport() {
        IntStream.rangeClosed(1, SIZE + 3)
                .forEach(buffer -> IntStream.of(1, 7, 64, 65535)
                        .forEach(limit -> assertThat(read(buffer, limit)).isEqualTo(REPORT)));
    }

    @Test
    void largestReportIsReadWhole() {
        Bytes large = numbered(65535);
        var portions = new ReportPortions(large, 65535);
        var assembly = new ReportAssembly(0x7FFF);

        while (!assembly.isComplete()) {
            var request = new GetDeviceInterfaceReport(HEADER, assembly.nextOffset(), assembly.nextLength());
            assembly.add(portions.cut(request, HEADER).orElseThrow());
        }

        assertThat(assembly.toBytes()).isEqualTo(large);
    }

    @Test
    void nextRequestAsksForTheRestOnly() {
        var assembly = new ReportAssembly(0x40);

        assembly.add(portion(0x40, 0x1C));

        assertThat(assembly.nextOffset()).isEqualTo(0x40);
        assertThat(assembly.nextLength()).isEqualTo(0x1C);
        assertThat(assembly.isComplete()).isFalse();
        assertThatThrownBy(assembly::toBytes).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, PORTION_LENGTH",
        "0, 100, PORTION_LENGTH",
        "65, 10, PORTION_LENGTH",
        "64, 65472, REMAINDER_LENGTH",
        "1, 65535, REMAINDER_LENGTH"
    })
    void badFirstPortionIsRefused(int portion, int remainder, String field) {
        var assembly = new ReportAssembly(64);

        assertThatThrownBy(() -> assembly.add(portion(portion, remainder)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 36, PORTION_LENGTH",
        "64, 37, REMAINDER_LENGTH",
        "36, 1, REMAINDER_LENGTH",
        "37, 0, PORTION_LENGTH",
        "10, 25, REMAINDER_LENGTH",
        "10, 27, REMAINDER_LENGTH",
        "10, 100, REMAINDER_LENGTH",
        "35, 0, REMAINDER_LENGTH"
    })
    void portionThatDoesNotFitTheFirstIsRefused(int portion, int remainder, String field) {
        var assembly = new ReportAssembly(64);
        assembly.add(portion(64, 36));

        assertThatThrownBy(() -> assembly.add(portion(portion, remainder)))
                .isInstanceOf(MalformedMessageException.class)
                .satisfies(
                        e -> assertThat(((MalformedMessageException) e).field()).isIn(field, "PORTION_LENGTH"));
        assembly.add(portion(36, 0));
        assertThat(assembly.isComplete()).isTrue();
    }

    @Test
    void nothingIsAddedToACompleteReport() {
        var assembly = new ReportAssembly(64);
        assembly.add(portion(10, 0));

        assertThatThrownBy(() -> assembly.add(portion(1, 0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callersMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> new ReportAssembly(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportAssembly(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportPortions(REPORT, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportPortions(Bytes.filled(0, 65536), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Bytes read(int buffer, int limit) {
        var portions = new ReportPortions(REPORT, limit);
        var assembly = new ReportAssembly(buffer);
        while (!assembly.isComplete()) {
            var request = new GetDeviceInterfaceReport(HEADER, assembly.nextOffset(), assembly.nextLength());
            assembly.add(portions.cut(request, HEADER).orElseThrow());
        }
        return assembly.toBytes();
    }

    private static DeviceInterfaceReportPortion cut(int offset, int length, int limit) {
        return new ReportPortions(REPORT, limit)
                .cut(new GetDeviceInterfaceReport(HEADER, offset, length), HEADER)
                .orElseThrow();
    }

    private static DeviceInterfaceReportPortion portion(int size, int remainder) {
        return new DeviceInterfaceReportPortion(HEADER, remainder, Bytes.filled(0, size));
    }

    private static Bytes numbered(int size) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return Bytes.of(bytes);
    }
}
