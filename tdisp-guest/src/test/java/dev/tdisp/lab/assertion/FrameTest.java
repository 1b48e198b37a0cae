package dev.tdisp.lab.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Frame FRAME = new Frame("VF1 is in another state", "RUN", "ERROR", "TDISP 11.2");

    @Test
    void aFailureShowsStepExpectationClauseTraceAndSeed() {
        var around =
                new Surroundings(Optional.of("TSM: Lock the interface"), List.of(move(1), note()), Optional.of(7L));

        assertThat(FRAME.text(around)).isEqualTo("""
                VF1 is in another state
                  step     : TSM: Lock the interface
                  expected : RUN
                  but was  : ERROR
                  clause   : TDISP 11.2
                  trace    :
                    #1     device/VF1        state   TDI RUN -> ERROR                      cause 1 (section 11.2)
                  run again: -Dtdisp.seed=7""");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(new Frame("No clause", "a", "b", "").text(Surroundings.UNKNOWN))
                .isEqualTo("""
                No clause
                  expected : a
                  but was  : b""");
    }

    @Test
    void onlyTheEndOfTheTraceShows() {
        List<TraceEvent> events =
                IntStream.rangeClosed(1, 20).mapToObj(FrameTest::move).toList();

        assertThat(FRAME.text(Surroundings.of(events))).contains("#15", "#20").doesNotContain("#14");
    }

    @Test
    void severalLinesStayUnderEachOther() {
        assertThat(new Frame("Two", "a\nb", "c", "").text(Surroundings.UNKNOWN)).isEqualTo("""
                Two
                  expected : a
                             b
                  but was  : c""");
    }

    private static TraceEvent move(int number) {
        return new TraceEvent.StateChange(
                Instant.EPOCH, "device/VF1", "TDI", "RUN", "ERROR", "cause " + number, "section 11.2");
    }

    private static TraceEvent note() {
        return new TraceEvent.Note(Instant.EPOCH, "device", "a note");
    }
}
