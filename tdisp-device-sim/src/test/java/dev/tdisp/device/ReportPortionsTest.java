package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of a device, however it is fetched. */
class ReportPortionsTest {
    private static final int HEADER = 16;
    private static final int INVALID_REQUEST = 1;
    private static final int INVALID_INTERFACE_STATE = 4;
    private static final int MOST = 0xFFFF;

    private final Bench bench = Bench.enumerated(2).secure();

    /** A portion, or the code of the error. */
    private record Answer(int error, Bytes portion, int remainder) {}

    private Answer ask(DeviceFunction function, int offset, int length) {
        return ask(bench, function, offset, length);
    }

    private static Answer ask(Bench bench, DeviceFunction function, int offset, int length) {
        int id = function.requesterId().value();
        Bytes request = Bytes.fromHex("10 84 00 00 %02x %02x 00 00 00000000 00000000 %02x %02x %02x %02x"
                .formatted(id & 0xFF, id >>> 8, offset & 0xFF, offset >>> 8, length & 0xFF, length >>> 8));
        Bytes answer = bench.exchange(VendorProtocol.TDISP, Bench.SESSION, request);
        if (answer.at(1) == 0x7F) {
            return new Answer(u16(answer, HEADER), Bytes.EMPTY, 0);
        }
        Bytes portion = answer.from(HEADER + 4);
        assertThat(portion.size()).isEqualTo(u16(answer, HEADER));
        return new Answer(0, portion, u16(answer, HEADER + 2));
    }

    private static int u16(Bytes content, int at) {
        return content.at(at) | content.at(at + 1) << 8;
    }

    private static DeviceInterfaceReport decoded(Bytes report) {
        return DeviceInterfaceReport.decode(report, MmioAddressUnit.PAGE);
    }

    private Bytes whole(DeviceFunction function) {
        return ask(function, 0, MOST).portion();
    }

    @Test
    @Tag("GAP-RPT-01")
    @Tag("GAP-RPT-02")
    @Tag("GAP-RPT-03")
    @Tag("GAP-RPT-04")
    @Tag("GAP-RPT-05")
    @Tag("GAP-RPT-09")
    @Tag("GAP-RPT-10")
    @Tag("T-060")
    @Tag("T-061")
    @Tag("T-062")
    @Tag("T-063")
    void everyPairOfOffsetAndLengthHasItsAnswer() {
        bench.lock(bench.vf(1));
        Bytes report = whole(bench.vf(1));
        int size = report.size();
        List<Integer> edges = List.of(0, 1, size - 1, size, size + 1, 0x7FFF, 0x8000, MOST);

        for (int offset : edges) {
            for (int length : edges) {
                Answer answer = ask(bench.vf(1), offset, length);

                if (offset >= size || length == 0) {
                    assertThat(answer.error()).as("%d +%d", offset, length).isEqualTo(INVALID_REQUEST);
                } else {
                    int end = Math.min(size, offset + length);
                    assertThat(answer.error()).isZero();
                    assertThat(answer.portion()).isEqualTo(report.slice(offset, end));
                    assertThat(answer.remainder()).isEqualTo(size - end);
                }
                assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
            }
        }
    }

    @Test
    @Tag("GAP-RPT-06")
    @Tag("GAP-RPT-07")
    @Tag("T-064")
    void reportIsTheSameByteByByteInAnyOrder() {
        bench.lock(bench.vf(1));
        Bytes report = whole(bench.vf(1));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, report.size()).boxed().toList());
        Collections.shuffle(order, new Random(4));

        for (int at : order) {
            Answer answer = ask(bench.vf(1), at, 1);
            assertThat(answer.portion()).isEqualTo(report.slice(at, at + 1));
            assertThat(at + 1 + answer.remainder()).isEqualTo(report.size());
        }
    }

    @Test
    @Tag("GAP-RPT-08")
    @Tag("GAP-SRI-05")
    void reportsFetchedInTurnsDoNotMix() {
        bench.lock(bench.vf(1));
        bench.lock(bench.vf(2));
        Bytes first = whole(bench.vf(1));
        Bytes second = whole(bench.vf(2));
        assertThat(first).isNotEqualTo(second);

        for (int at = 0; at < first.size(); at += 7) {
            assertThat(ask(bench.vf(1), at, 7).portion()).isEqualTo(first.slice(at, Math.min(first.size(), at + 7)));
            assertThat(ask(bench.vf(2), at, 7).portion()).isEqualTo(second.slice(at, Math.min(second.size(), at + 7)));
        }
        List<MmioRange> mine = decoded(first).mmioRanges();
        List<MmioRange> others = decoded(second).mmioRanges();
        assertThat(mine).noneMatch(range -> others.stream().anyMatch(other -> overlap(range, other)));
    }

    private static boolean overlap(MmioRange one, MmioRange other) {
        return one.firstPage() < other.firstPage() + other.pageCount()
                && other.firstPage() < one.firstPage() + one.pageCount();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 64})
    @Tag("GAP-RPT-10")
    @Tag("T-062")
    void portionIsNoLongerThanTheDeviceCanSend(int limit) {
        Bench other = new Bench(DeviceProfile.SPEC.withTdisp(TdispProfile.SPEC.withPortionLimit(limit)))
                .enumerate(1)
                .secure();
        other.lock(other.vf(1));

        Answer answer = ask(other, other.vf(1), 0, MOST);

        assertThat(answer.portion().size()).isEqualTo(limit);
        assertThat(answer.remainder()).isPositive();
    }

    @Test
    @Tag("GAP-RPT-12")
    @Tag("GAP-RPT-14")
    @Tag("GAP-RPT-15")
    @Tag("T-057")
    @Tag("T-075")
    void reportLivesAsLongAsItsLock() {
        bench.lock(bench.vf(1));
        Bytes locked = whole(bench.vf(1));
        bench.stop(bench.vf(1));
        assertThat(ask(bench.vf(1), 0, MOST).error()).isEqualTo(INVALID_INTERFACE_STATE);
        bench.write(bench.pf(), "VF BAR0", Bench.VF_BAR0 + 0x400_0000 & 0xFFFF_FFFFL);
        bench.run(bench.vf(1));
        Bytes running = whole(bench.vf(1));

        assertThat(running).isNotEqualTo(locked);
        assertThat(decoded(running).mmioRanges().get(0).firstPage()
                        - decoded(locked).mmioRanges().get(0).firstPage())
                .isEqualTo(0x400_0000 >> 12);
        bench.stop(bench.vf(1));
        bench.lock(bench.vf(1));
        Bytes again = whole(bench.vf(1));
        assertThat(again).isEqualTo(running);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xD000_0000L, -0x40_0000_0000L, 0x7FFF_F000L})
    @Tag("GAP-RPT-13")
    @Tag("GAP-RPT-16")
    @Tag("GAP-RSV-06")
    @Tag("T-071")
    @Tag("T-072")
    void anotherOffsetMovesTheAddressesAndNothingElse(long offset) {
        bench.lock(bench.vf(1));
        DeviceInterfaceReport plain = decoded(whole(bench.vf(1)));
        bench.stop(bench.vf(1));

        bench.lock(bench.vf(1), bench.parameters().withMmioReportingOffset(offset));
        DeviceInterfaceReport moved = decoded(whole(bench.vf(1)));

        for (int i = 0; i < plain.mmioRanges().size(); i++) {
            MmioRange before = plain.mmioRanges().get(i);
            MmioRange after = moved.mmioRanges().get(i);
            assertThat(after.firstPage()).isEqualTo(before.firstPage() * 4096 + offset >>> 12);
            assertThat(after.pageCount()).isEqualTo(before.pageCount());
            assertThat(after.attributes()).isEqualTo(before.attributes());
            assertThat(after.rangeId()).isEqualTo(before.rangeId());
        }
        assertThat(moved.interfaceInfo()).isEqualTo(plain.interfaceInfo());
        assertThat(moved.deviceSpecificInfo()).isEqualTo(plain.deviceSpecificInfo());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("GAP-RPT-17")
    @Tag("GAP-RPT-18")
    @Tag("T-069")
    @Tag("T-070")
    void wordsOfTheReportAreTheRegistersAtTheLock(boolean msix) {
        Bench other = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2)))
                .enumerate(2)
                .secure();
        other.write(other.vf(1), "MSI-X Message Control", 0x8000);
        other.write(other.vf(1), "TPH Requester Control", 0x0100);
        LockFlags flags = msix ? LockFlags.of(LockFlag.LOCK_MSIX) : LockFlags.NONE;
        other.lock(other.vf(1), LockParameters.of(flags, Bench.STREAM.value()));

        DeviceInterfaceReport report = Peers.requester(other, other.vf(1)).report();

        assertThat(report.msixMessageControl())
                .isEqualTo(msix ? (int) other.read(other.vf(1), "MSI-X Message Control") : 0);
        assertThat(report.tphControl()).isEqualTo(msix ? 0x0100 : 0);
        assertThat(report.lnrControl()).isZero();
        long table = other.vf(1).address(other.vf(1).bars().get(1)) >>> 12;
        assertThat(report.mmioRanges())
                .filteredOn(range -> range.attributes().has(MmioAttribute.MSIX_TABLE))
                .extracting(MmioRange::firstPage)
                .isEqualTo(msix ? List.of(table) : List.of());
        assertThat(report.mmioRanges())
                .filteredOn(range -> range.attributes().has(MmioAttribute.MSIX_PBA))
                .extracting(MmioRange::firstPage)
                .isEqualTo(msix ? List.of(table + 0x10) : List.of());
    }
}
