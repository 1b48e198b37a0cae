package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkTest {
    @Test
    void aWalkGoesInAndOut() {
        try (Walk walk = walk()) {
            walk.run();

            assertThat(walk.hasNext()).isFalse();
            assertThat(walk.peek()).isEmpty();
            assertThat(walk.position()).isEqualTo(walk.steps().size());
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void afterARewindTheSameHappensAgain() {
        try (Walk walk = walk()) {
            walk.runTo(Milestone.RUNNING);
            List<TraceEvent> first = walk.lab().events();
            int position = walk.position();

            walk.rewind(7);
            assertThat(walk.position()).isEqualTo(position - 7);
            assertThat(walk.lab().events())
                    .isEqualTo(first.subList(0, walk.lab().events().size()));

            walk.runTo(Milestone.RUNNING);
            assertThat(walk.lab().events()).isEqualTo(first);
        }
    }

    @Test
    void eachStepBackIsWhereTheWalkWas() {
        try (Walk walk = walk()) {
            walk.runTo(Milestone.LOCKED);

            for (int left = walk.position(); left > 0; left--) {
                Step<Milestone> undone = walk.steps().get(left - 1);
                walk.rewind(1);
                assertThat(walk.peek())
                        .hasValueSatisfying(next -> assertThat(next).hasToString(undone.toString()));
            }

            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void aForkGoesItsOwnWay() {
        try (Walk walk = walk()) {
            walk.runTo(Milestone.LOCKED);

            try (Walk fork = walk.fork()) {
                assertThat(fork.position()).isEqualTo(walk.position());
                assertThat(fork.lab().events()).isEqualTo(walk.lab().events());
                fork.runTo(Milestone.RUNNING);
                assertThat(fork.lab().state(1)).isEqualTo(TdiState.RUN);
            }

            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
            walk.next();
        }
    }

    @Test
    void nobodyGoesBackBehindTheStart() {
        try (Walk walk = walk()) {
            walk.next();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> walk.rewind(2))
                    .withMessage("steps: 2 of 1 done");
            assertThatIllegalArgumentException().isThrownBy(() -> walk.rewind(-1));
        }
    }

    @Test
    void aFunctionThatIsNotEnabledIsRefused() {
        LabBuilder builder = Lab.builder().vfs(2);

        assertThatIllegalArgumentException().isThrownBy(() -> Walk.of(builder, 3));
    }

    private static Walk walk() {
        return Walk.of(Lab.builder().seed(3), 1);
    }
}
