package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.lab.Comparison.Plan;
import dev.tdisp.lab.Comparison.Row;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private final AtomicLong ticks = new AtomicLong();

    private List<Row> compare(int size, int count, int pool) {
        return Comparison.run(new Plan(size, count, pool, 5), ticks::incrementAndGet);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4096", "4096, 3, 8192", "10000, 2, 262144", "300000, 2, 262144"})
    void allThreeWaysGiveTheSameResult(int size, int count, int pool) {
        List<Row> rows = compare(size, count, pool);

        assertThat(rows).extracting(Row::protection).containsExactly(Protection.values());
        assertThat(rows).extracting(Row::digest).containsOnly(rows.get(0).digest());
        assertThat(rows).allSatisfy(row -> assertThat(row.driver().jobs()).isEqualTo(count));
    }

    @Test
    void onlyBounceBuffersCopy() {
        List<Row> rows = compare(10_000, 4, 262_144);

        assertThat(rows).extracting(row -> row.data().copies()).containsExactly(0L, 8L, 0L);
        assertThat(rows).extracting(row -> row.data().bytesCopied()).containsExactly(0L, 80_000L, 0L);
        assertThat(rows).extracting(row -> row.data().bytesDirect()).containsExactly(80_000L, 0L, 80_000L);
        assertThat(rows).extracting(row -> row.data().mappings()).containsOnly(8L);
    }

    @Test
    void requestsThatTheMeterSeesAreThoseThatTheRootPortCounts() {
        List<Row> rows = compare(10_000, 4, 262_144);

        assertThat(rows).allSatisfy(row -> {
            long counted = row.port().requestsToDevice() + row.port().requestsFromDevice();
            assertThat(row.link().requests()).isEqualTo(counted).isPositive();
            assertThat(row.link().completions()).isPositive().isLessThan(counted);
            assertThat(row.port().refused()).isZero();
        });
    }

    @Test
    void protectionOfTheLinkCostsPrefixesAndMacsButNoDataPackets() {
        List<Row> rows = compare(10_000, 4, 262_144);
        LinkTraffic none = rows.get(0).link();
        LinkTraffic tdisp = rows.get(2).link();

        assertThat(tdisp.completions()).isEqualTo(none.completions());
        assertThat(tdisp.bytes()).isGreaterThan(none.bytes());
        assertThat(rows).extracting(row -> row.port().bytesFromDevice()).containsOnly(4 * 20_004L);
    }

    @Test
    void eachWayLearnsOfTheEndByInterrupt() {
        List<Row> rows = compare(4096, 5, 262_144);

        assertThat(rows).extracting(row -> row.driver().interrupts()).containsOnly(5L);
        assertThat(rows).extracting(row -> row.driver().polls()).containsOnly(0L);
    }

    @Test
    void smallPoolStallsAndNobodyElseNotices() {
        List<Row> rows = compare(65_536, 2, 65_536);

        assertThat(rows).extracting(row -> row.data().stalls()).containsExactly(0L, 2L, 0L);
        assertThat(rows).extracting(row -> row.driver().pieces()).containsExactly(2L, 4L, 2L);
    }

    @Test
    void countsAreThoseOfTheSameRunEachTime() {
        assertThat(compare(5000, 2, 8192))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("time")
                .isEqualTo(compare(5000, 2, 8192));
    }

    @Test
    void timeIsThatOfTheWorkAlone() {
        assertThat(compare(64, 3, 8192))
                .allSatisfy(row -> assertThat(row.time()).hasNanos(3));
    }

    @Test
    void planThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Plan(0, 1, 8192, 1)).hasMessageContaining("size");
        assertThatThrownBy(() -> new Plan(1 << 21, 1, 8192, 1)).hasMessageContaining("size");
        assertThatThrownBy(() -> new Plan(1, 0, 8192, 1)).hasMessageContaining("count");
        assertThatThrownBy(() -> new Plan(1, 1, 100, 1)).hasMessageContaining("pool");
    }
}
