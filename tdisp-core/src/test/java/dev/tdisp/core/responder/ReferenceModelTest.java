package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The responder beside an independent model: every short sequence, and long ones drawn from a seed. */
@Tag("T-026")
@Tag("T-052")
@Tag("T-079")
@Tag("T-083")
@Tag("T-089")
@Tag("T-090")
@Tag("T-091")
@Tag("T-095")
@Tag("T-098")
@Tag("T-106")
@Tag("T-107")
@Tag("T-108")
@Tag("T-138")
class ReferenceModelTest {
    private static final List<String> STEPS = List.of(
            "VERSION",
            "CAPABILITIES",
            "LOCK",
            "REPORT",
            "STATE",
            "START",
            "START_WRONG",
            "STOP",
            "BIND",
            "UNBIND",
            "ATTRIBUTE",
            "VDM",
            "FLR",
            "RESET",
            "WRITE",
            "INSECURE",
            "SESSION_END");

    private static final List<String> FOREIGN =
            List.of("LOCK_FOREIGN", "START_FOREIGN", "STOP_FOREIGN", "BIND_FOREIGN", "UNBIND_FOREIGN");

    private static final int LENGTH = 4;

    @Test
    void allSequencesUpToLength4EndAsTheModelSays() {
        int[] sequence = new int[LENGTH];
        long sequences = 0;
        do {
            var bench = new ReferenceBench();
            for (int step : sequence) {
                bench.step(STEPS.get(step), 0);
            }
            sequences++;
        } while (next(sequence));

        assertThat(sequences).isEqualTo((long) Math.pow(STEPS.size(), LENGTH));
    }

    @Test
    @Tag("T-056")
    @Tag("T-084")
    void longRandomSequencesOnTwoInterfacesEndAsTheModelSays() {
        long seed = Long.getLong("tdisp.seed", 20260101L);
        var random = new Random(seed);
        Set<String> visited = new TreeSet<>();
        for (int run = 0; run < 100; run++) {
            var bench = new ReferenceBench();
            try {
                for (int i = 0; i < 1000; i++) {
                    bench.step(draw(random), random.nextInt(2));
                }
            } catch (AssertionError e) {
                throw new AssertionError("-Dtdisp.seed=" + seed + " run " + run, e);
            }
            visited.addAll(bench.visited);
        }
        assertThat(visited).hasSize(4 * (STEPS.size() + FOREIGN.size()));
    }

    /** Locks and starts often, so that the deep states are visited. */
    private static String draw(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? "LOCK" : "START";
            case 1 -> FOREIGN.get(random.nextInt(FOREIGN.size()));
            default -> STEPS.get(random.nextInt(STEPS.size()));
        };
    }

    private static boolean next(int[] sequence) {
        for (int i = sequence.length - 1; i >= 0; i--) {
            sequence[i]++;
            if (sequence[i] < STEPS.size()) {
                return true;
            }
            sequence[i] = 0;
        }
        return false;
    }
}
