package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Field;
import dev.tdisp.host.platform.Platforms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTextTest {
    @Test
    void aStepHasItsEventsAndThePartiesThatItChanged() {
        String text = RunText.of(RecordedRuns.WHOLE.inWordsOf(Platforms.ARM_CCA), TraceLevel.EXCHANGE);

        assertThat(step(text, "12  TSM  Start the interface")).satisfies(lines -> {
            assertThat(lines).anyMatch(line -> line.endsWith("RHI set RUN -> RMI_VDEV_START"));
            assertThat(lines).anyMatch(line -> line.contains("TDISP   START_INTERFACE_REQUEST"));
            assertThat(lines).anyMatch(line -> line.endsWith("[VDEV STARTED]"));
            assertThat(lines).anyMatch(line -> line.strip().startsWith("DSM  RUN, stream secure"));
            assertThat(lines).noneMatch(line -> line.contains("VENDOR_DEFINED"));
        });
    }

    @Test
    void hexSaysWhatEachFieldIsFor() {
        assertThat(RunText.hex(RecordedRuns.WHOLE, TraceLevel.MESSAGE))
                .containsPattern("0012  10 +DefaultStreamID +10h +the IDE stream that the interface is to use\n");
    }

    @Test
    void everyFieldOfARunHasAMeaning() {
        List<String> unknown = new ArrayList<>();
        for (TraceEvent event : RecordedRuns.WHOLE.events()) {
            if (event instanceof TraceEvent.Message message) {
                for (Field field : message.fields().fields()) {
                    if (FieldMeanings.of(message, field).isEmpty()) {
                        unknown.add("%s %s %s".formatted(message.protocol(), message.name(), field.name()));
                    }
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    private static List<String> step(String text, String heading) {
        int start = text.indexOf(heading);
        int end = text.indexOf("\n\n", start);
        return text.substring(start, end).lines().toList();
    }
}
