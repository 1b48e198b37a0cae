package dev.tdisp.device.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The walk of {@link RandomWalkTest} with real SPDM sessions through the DOE mailbox, which end in every way they can.
 *
 * <p>{@code -Dtdisp.seed} and {@code -Dtdisp.sessionwalk.events} choose another walk.
 */
@Tag("T-095")
@Tag("GAP-SES-09")
@Tag("GAP-SES-10")
@Tag("GAP-SES-11")
@Tag("GAP-SES-12")
@Tag("GAP-SES-24")
class SessionWalkTest {
    private static final long SEED = 20260101L;
    private static final int EVENTS = 1_000;

    @Test
    void interfacesFollowTheirSessionsAsTheModelSays() {
        long seed = Long.getLong("tdisp.seed", SEED);
        int events = Integer.getInteger("tdisp.sessionwalk.events", EVENTS);
        var walk = new SessionWalk(seed);
        for (int i = 0; i < events; i++) {
            try {
                walk.step();
            } catch (AssertionError e) {
                throw new AssertionError("-Dtdisp.seed=%d, event %d: %s".formatted(seed, i, e.getMessage()), e);
            }
        }

        if (seed == SEED && events >= EVENTS) {
            for (String ending : List.of("END_SESSION", "SILENCE", "WRONG_MAC", "RESET", "GET_VERSION")) {
                for (int state = 0; state < 4; state++) {
                    assertThat(walk.visited).containsKey("%s in %d: ".formatted(ending, state));
                }
            }
            assertThat(walk.visited)
                    .containsKeys("START in 1: ok", "START in 1: INVALID_REQUEST", "DMA in 2: true", "DMA in 3: false");
        }
    }
}
