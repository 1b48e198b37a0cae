package dev.tdisp.lab.examples;

import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Preview;
import dev.tdisp.lab.Walk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stepping by hand, as the page about tests shows it. */
class WalkExamplesTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void everyStepIsSeenBeforeItHappens() {
        // example: stepping
        try (Walk walk = Walk.of(Lab.builder().seed(7), 1, Lab::attach)) {
            while (walk.hasNext()) {
                // what would happen: messages, rows of the state table with their guards and effects
                Preview preview = walk.preview();
                log.add(preview.describe());
                if (preview.sends("START_INTERFACE_REQUEST")) {
                    walk.inject(Fault.at(FaultPoint.REQUEST, new FaultEffect.Flip(1))
                            .with("START_INTERFACE_REQUEST"));
                    break;
                }
                walk.next();
            }
            String why = walk.whyNot().orElseThrow().toString(); // why the next step would fail
            assertThatThrownBy(walk::next).isInstanceOf(RuntimeException.class);

            walk.rewind(1); // the fault is gone, everybody is where they were
            Walk other = walk.fork(); // goes its own way
            other.act(lab -> lab.device().hotReset());
            walk.runTo(Milestone.RUNNING);

            assertThat(walk.lab().tdi(1)).isInState(TdiState.RUN);
            assertThat(other.lab().tdi(1)).isUnlocked();
            other.close();
            log.add(why);
        }
        // end of example

        assertThat(log).anyMatch(text -> text.contains("LOCK_INTERFACE_REQUEST in CONFIG_UNLOCKED -> CONFIG_LOCKED"));
        assertThat(log.get(log.size() - 1)).contains("START_INTERFACE_REQUEST: ");
    }
}
