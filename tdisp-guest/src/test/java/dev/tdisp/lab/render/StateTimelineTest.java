package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTimelineTest {
    @Test
    void everyPartyHasItsRows() {
        String picture = StateTimeline.svg(RecordedRuns.WHOLE);

        assertThat(picture)
                .containsSubsequence(
                        ">TVM guest<",
                        ">TSM bound<",
                        ">tsm SPDM session FFFFFFFFh<",
                        ">VMM assigned<",
                        ">root-port stream 10h<",
                        ">iommu/01:00.1 DMA gate<",
                        ">device SPDM session FFFFFFFFh<",
                        ">device stream 10h<",
                        ">device/VF1 TDI<");
        assertThat(picture).contains("<title>RUN: START_INTERFACE_REQUEST</title>", "19. TSM: End the SPDM session");
    }

    @Test
    void aStateLastsToTheNextOne() {
        var run = RecordedRun.of(
                "one machine",
                List.of(change("CONFIG_UNLOCKED", "CONFIG_LOCKED", "lock"), change("CONFIG_LOCKED", "RUN", "start")));

        assertThat(StateTimeline.svg(run).lines().filter(line -> line.contains("<title>")))
                .containsExactly(
                        "<rect x=\"260.0\" y=\"64.0\" width=\"20.7\" height=\"16.0\" fill=\"#dddddd\" stroke=\"#777777\">"
                                + "<title>CONFIG_UNLOCKED: before</title></rect>",
                        "<rect x=\"280.7\" y=\"64.0\" width=\"20.7\" height=\"16.0\" fill=\"#f0c070\" stroke=\"#777777\">"
                                + "<title>CONFIG_LOCKED: lock</title></rect>",
                        "<rect x=\"301.3\" y=\"64.0\" width=\"20.7\" height=\"16.0\" fill=\"#9fd08f\" stroke=\"#777777\">"
                                + "<title>RUN: start</title></rect>");
    }

    @Test
    void aSessionBeginsWithItsKeys() {
        assertThat(StateTimeline.svg(RecordedRuns.CONNECTED))
                .contains("<title>HANDSHAKING: its first keys are derived</title>")
                .doesNotContain("HANDSHAKING: before");
    }

    private static TraceEvent change(String from, String to, String cause) {
        return new TraceEvent.StateChange(Instant.EPOCH, "device/VF1", "TDI", from, to, cause, "11.3.8");
    }
}
