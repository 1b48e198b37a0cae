package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.host.platform.Platforms;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceDiagramTest {
    private static final RecordedRun SMALL = RecordedRun.of(
            "lock; then <stop>",
            List.of(
                    message("tsm", "device", "TDISP", "LOCK_INTERFACE_REQUEST", "stream 16"),
                    message("tsm", "device", "SPDM", "VENDOR_DEFINED_REQUEST", ""),
                    message("vmm", "device", "DOE", "Secured CMA/SPDM", "20 DW"),
                    new TraceEvent.StateChange(
                            Instant.EPOCH, "device/VF1", "TDI", "CONFIG_UNLOCKED", "CONFIG_LOCKED", "lock", "11.3.8"),
                    message("device", "tsm", "TDISP", "LOCK_INTERFACE_RESPONSE", ""),
                    message("tsm", "device", "TDISP", "STOP_INTERFACE_REQUEST", ""),
                    message("device", "tsm", "TDISP", "TDISP_ERROR", "INVALID_INTERFACE"),
                    new TraceEvent.Note(Instant.EPOCH, "tsm", "done; #1"),
                    new TraceEvent.Packet(Instant.EPOCH, "device", "MWr 01:00.1 tag 0 T=1", "sent"),
                    new TraceEvent.Packet(Instant.EPOCH, "device", "MWr 01:00.1 tag 1 T=1", "sent")));

    @Test
    void anExchangeIsOneArrow() {
        assertThat(MermaidDiagram.of(SMALL, TraceLevel.EXCHANGE)).isEqualTo("""
                sequenceDiagram
                    title lock#59; then #lt;stop#gt;
                    autonumber
                    participant tsm as TSM
                    participant device as Device
                    tsm->>device: TDISP LOCK_INTERFACE_REQUEST / LOCK_INTERFACE_RESPONSE
                    note over device: TDI: CONFIG_UNLOCKED -#gt; CONFIG_LOCKED
                    tsm--xdevice: TDISP STOP_INTERFACE_REQUEST / TDISP TDISP_ERROR INVALID_INTERFACE
                """);
    }

    @Test
    void aMessageIsOneArrow() {
        assertThat(PlantUmlDiagram.of(SMALL.inWordsOf(Platforms.ARM_CCA), TraceLevel.MESSAGE))
                .isEqualTo("""
                @startuml
                title lock; then &#60;stop&#62;
                autonumber
                participant "TSM" as tsm
                participant "Device" as device
                note across : RHI set LOCKED -&#62; RMI_VDEV_LOCK
                tsm -> device : TDISP LOCK_INTERFACE_REQUEST stream 16
                note over device
                  TDI: CONFIG_UNLOCKED -&#62; CONFIG_LOCKED &#91;VDEV LOCKED&#93;
                end note
                device --> tsm : TDISP LOCK_INTERFACE_RESPONSE
                note across : RHI set UNLOCKED -&#62; RMI_VDEV_UNLOCK
                tsm -> device : TDISP STOP_INTERFACE_REQUEST
                device --x tsm : TDISP TDISP_ERROR INVALID_INTERFACE
                note over tsm
                  done; &#35;1
                end note
                @enduml
                """);
    }

    @Test
    void carriersShowAtTheLevelOfRecords() {
        assertThat(MermaidDiagram.of(SMALL, TraceLevel.RECORD))
                .contains("tsm->>device: SPDM VENDOR_DEFINED_REQUEST", "vmm->>device: DOE Secured CMA/SPDM 20 DW")
                .doesNotContain("0000  10 87", "MWr");
    }

    @Test
    void bytesAndPacketsShowAtTheLastLevel() {
        assertThat(MermaidDiagram.of(SMALL, TraceLevel.BYTES))
                .contains("note over tsm: 0000  10 87", "device->>host: MWr, T=1: sent (2 times)");
    }

    @ParameterizedTest
    @EnumSource
    void eachLevelShowsMoreThanTheOneBefore(TraceLevel level) {
        int lines = lines(MermaidDiagram.of(RecordedRuns.WHOLE, level));

        if (level != TraceLevel.EXCHANGE) {
            TraceLevel before = TraceLevel.values()[level.ordinal() - 1];
            assertThat(lines).isGreaterThan(lines(MermaidDiagram.of(RecordedRuns.WHOLE, before)));
        }
        assertThat(PlantUmlDiagram.of(RecordedRuns.WHOLE, level))
                .startsWith("@startuml\n")
                .endsWith("\n@enduml\n");
    }

    @Test
    void everyStepIsADivider() {
        String diagram = PlantUmlDiagram.of(RecordedRuns.WHOLE, TraceLevel.EXCHANGE);

        assertThat(diagram.lines().filter(line -> line.startsWith("== "))).hasSameSizeAs(RecordedRuns.WHOLE.steps());
    }

    @Test
    void aRunWithoutEventsIsAnEmptyDiagram() {
        assertThat(MermaidDiagram.of(RecordedRun.of("nothing", List.of()), TraceLevel.BYTES))
                .isEqualTo("sequenceDiagram\n    title nothing\n    autonumber\n");
    }

    @Test
    void wordsOfTheLanguagesAreNoneOfThem() {
        RecordedRun run = RecordedRun.of(
                "t",
                List.of(
                        new TraceEvent.Note(Instant.EPOCH, "end/x", "end note"),
                        new TraceEvent.Note(Instant.EPOCH, "//", "!include $x; #1 **bold**")));

        assertThat(PlantUmlDiagram.of(run, TraceLevel.MESSAGE)).isEqualTo("""
                @startuml
                title t
                autonumber
                participant "end" as other_end
                participant "?" as other_
                note over other_end
                  &#101;nd note
                end note
                note over other_
                  &#33;include <U+0024>x; &#35;1 &#42;&#42;bold&#42;&#42;
                end note
                @enduml
                """);
        assertThat(MermaidDiagram.of(run, TraceLevel.MESSAGE))
                .contains("participant other_end as end\n", "note over other_: !include $x#59; #35;1 **bold**\n");
    }

    private static int lines(String text) {
        return (int) text.lines().count();
    }

    private static TraceEvent message(String source, String destination, String protocol, String name, String detail) {
        return new TraceEvent.Message(
                Instant.EPOCH, source, destination, protocol, name, detail, Bytes.fromHex("10 87"), FieldMap.NONE);
    }
}
