package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.lab.Milestone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDiffTest {
    private static final TraceEvent LOCK = message("tsm", "device", "LOCK_INTERFACE_REQUEST", "1083");
    private static final TraceEvent LOCKED = message("device", "tsm", "LOCK_INTERFACE_RESPONSE", "1003");
    private static final TraceEvent REFUSED = message("device", "tsm", "TDISP_ERROR", "107f");
    private static final TraceEvent STOP = message("tsm", "device", "STOP_INTERFACE_REQUEST", "1087");

    @Test
    void theSameRunTwiceDoesNotDiffer() {
        RunDiff diff = RunDiff.of(
                RecordedRuns.CONNECTED, RecordedRuns.record(1, Optional.of(Milestone.CONNECTED)), TraceLevel.BYTES);

        assertThat(diff.isSame()).isTrue();
        assertThat(diff.first()).isEmpty();
        assertThat(diff.lines()).isEmpty();
    }

    @Test
    void anotherAnswerIsMarkedAndTheRestIsAligned() {
        RunDiff diff = RunDiff.of(run(LOCK, LOCKED, STOP), run(LOCK, REFUSED, LOCK, STOP), TraceLevel.MESSAGE);

        assertThat(diff.first()).contains("event 2 | event 2");
        assertThat(diff.count()).isEqualTo(3);
        assertThat(String.join("\n", diff.lines())).isEqualTo("""
                         1        1  tsm -> device     TDISP   LOCK_INTERFACE_REQUEST
                >>> here they part first: event 2 | event 2
                -        2           device -> tsm     TDISP   LOCK_INTERFACE_RESPONSE
                +                 2  device -> tsm     TDISP   TDISP_ERROR
                +                 3  tsm -> device     TDISP   LOCK_INTERFACE_REQUEST
                         3        4  tsm -> device     TDISP   STOP_INTERFACE_REQUEST""");
    }

    @Test
    void messagesThatDifferInAFieldAreMarked() {
        TraceEvent other = message("tsm", "device", "LOCK_INTERFACE_REQUEST", "1183");

        RunDiff diff = RunDiff.of(run(LOCK, STOP), run(other, STOP), TraceLevel.EXCHANGE);

        assertThat(diff.lines())
                .contains("~                        TDISPVersion: 10 | 11")
                .anyMatch(line -> line.startsWith("~        1        1"));
        assertThat(diff.first()).contains("event 1 | event 1");
    }

    @Test
    void anotherSeedPartsAtTheFirstRandomBytes() {
        RunDiff diff = RunDiff.of(
                RecordedRuns.CONNECTED, RecordedRuns.record(2, Optional.of(Milestone.CONNECTED)), TraceLevel.MESSAGE);

        assertThat(diff.isSame()).isFalse();
        assertThat(diff.lines()).anyMatch(line -> line.contains("RandomData: "));
        assertThat(diff.lines()).filteredOn(line -> line.startsWith(">>>")).hasSize(1);
    }

    @Test
    void whatTheLevelLeavesOutIsNotCompared() {
        var note = new TraceEvent.Note(Instant.EPOCH, "tsm", "by the way");

        assertThat(RunDiff.of(run(LOCK), run(LOCK, note), TraceLevel.EXCHANGE).isSame())
                .isTrue();
        assertThat(RunDiff.of(run(LOCK), run(LOCK, note), TraceLevel.MESSAGE).isSame())
                .isFalse();
    }

    @Test
    void nothingDiffersFromNothing() {
        assertThat(RunDiff.of(run(), run(), TraceLevel.BYTES).isSame()).isTrue();
        assertThat(RunDiff.of(run(), run(LOCK), TraceLevel.BYTES).first()).contains("the end | event 1");
    }

    private static RecordedRun run(TraceEvent... events) {
        return RecordedRun.of("a run", List.of(events));
    }

    private static TraceEvent message(String source, String destination, String name, String bytes) {
        var fields = new FieldMap(List.of(new Field("TDISPVersion", 0, 1, ""), new Field("MessageType", 1, 1, "")));
        return new TraceEvent.Message(
                Instant.EPOCH, source, destination, "TDISP", name, "", Bytes.fromHex(bytes), fields);
    }
}
