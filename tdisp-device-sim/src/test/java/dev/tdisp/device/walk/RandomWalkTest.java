package dev.tdisp.device.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two devices of four interfaces, each with two sessions and two streams, beside a model that was written a second time.
 *
 * <p>{@code -Dtdisp.seed} and {@code -Dtdisp.walk.events} choose another walk.
 */
@Tag("P-086")
@Tag("P-103")
@Tag("P-104")
@Tag("P-105")
@Tag("P-106")
@Tag("P-108")
@Tag("P-127")
@Tag("T-089")
@Tag("T-094")
@Tag("T-095")
class RandomWalkTest {
    private static final int EVENTS = 50_000;

    @Test
    void theDevicesDoWhatTheModelSays() {
        long seed = Long.getLong("tdisp.seed", 20260101L);
        int events = Integer.getInteger("tdisp.walk.events", EVENTS);
        var walk = new RandomWalk(seed);
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            try {
                walk.step();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dtdisp.seed=%d, event %d".formatted(seed, i), e);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("random walk: seed %d, %d events, %.0f a second%n", seed, events, events / seconds);

        for (int state = 0; state < 4; state++) {
            for (String event : new String[] {"LOCK", "START", "STOP", "REPORT", "STATE", "DMA", "READ T=true"}) {
                assertThat(count(walk.visited, event + " in " + state))
                        .as(event + " in " + state)
                        .isPositive();
            }
        }
        assertThat(count(walk.visited, "START in 1: ok")).isGreaterThan(events / 500);
    }

    private static int count(Map<String, Integer> visited, String prefix) {
        return visited.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
