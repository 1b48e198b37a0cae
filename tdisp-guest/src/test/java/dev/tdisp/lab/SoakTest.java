package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Five seconds of it in the build; {@code -Dtdisp.soak.minutes=30} for longer, {@code -Dtdisp.seed} for another run. */
class SoakTest {
    private static final long SEED = Long.getLong("tdisp.seed", 1);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int STEPS_OF_A_ROUND = 50;
    private static final int ATTACHES_TO_WARM_UP = 16;
    private static final long ALLOWED_GROWTH = 4 << 20;

    @Test
    void neitherHeapNorThreadsGrowAndTheInvariantsHold() {
        long minutes = Long.getLong("tdisp.soak.minutes", 0);
        Duration time = minutes == 0 ? SHORT : Duration.ofMinutes(minutes);
        try (var soak = new Soak(SEED)) {
            long start = System.nanoTime();
            do {
                run(soak, time.dividedBy(3));
            } while (soak.count(Soak.Deed.ATTACH) < ATTACHES_TO_WARM_UP);
            long heapBefore = Soak.heap();
            int threadsBefore = Soak.threads();
            int attachesBefore = soak.count(Soak.Deed.ATTACH);

            run(soak, time.minusNanos(System.nanoTime() - start));

            long growth = Soak.heap() - heapBefore;
            int threads = Soak.threads();
            System.out.printf(
                    "Soak, seed %d: %d interfaces, %,d deeds in %d s, %s; heap %+,d KiB, threads %+d%n",
                    SEED,
                    Soak.INTERFACES,
                    soak.count(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    soak,
                    growth / 1024,
                    threads - threadsBefore);
            assertThat(growth).as("growth of the heap").isLessThan(ALLOWED_GROWTH);
            assertThat(threads).as("threads").isLessThanOrEqualTo(threadsBefore);
            assertThat(soak.count(Soak.Deed.ATTACH)).as("attaches, %s", soak).isGreaterThan(attachesBefore);
            assertThat(Stream.of(Soak.Deed.values())).as("%s", soak).allMatch(deed -> soak.count(deed) > 0);
        }
    }

    private static void run(Soak soak, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            for (int i = 0; i < STEPS_OF_A_ROUND; i++) {
                soak.step();
            }
            assertThat(soak.violations()).as("seed %d, after %s", SEED, soak).isEmpty();
        } while (System.nanoTime() < end);
    }
}
