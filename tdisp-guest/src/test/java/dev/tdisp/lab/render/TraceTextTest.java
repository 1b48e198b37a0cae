package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTextTest {
    private static final Instant START = Instant.EPOCH;

    @Test
    void everyKindOfEventHasTheSameColumns() {
        List<TraceEvent> events = List.of(
                message(FieldMap.NONE),
                new TraceEvent.StateChange(
                        START.plusMillis(3), "device/01:00.1", "TDI", "CONFIG_LOCKED", "RUN", "START", "11.3.14"),
                new TraceEvent.RegisterWrite(START, "01:00.0", "SR-IOV Control", 0, 0x19),
                new TraceEvent.Packet(START, "device", "MemoryRead 1000h, 64 bytes, T=1", "completed"),
                new TraceEvent.Key(START, "tsm", "stream 0 Rx K0", "programmed"),
                new TraceEvent.Note(START.plusSeconds(61), "tvm", "the evidence is in order"));

        String text = TraceText.render(events);

        assertThat(text).isEqualTo("""
                    1    +0.000000  tsm -> device     TDISP   STOP_INTERFACE_REQUEST                01:00.1
                    2    +0.003000  device/01:00.1    state   TDI CONFIG_LOCKED -> RUN              START (11.3.14)
                    3    +0.000000  01:00.0           write   SR-IOV Control                        0h -> 19h
                    4    +0.000000  device            TLP     MemoryRead 1000h, 64 bytes, T=1       completed
                    5    +0.000000  tsm               key     stream 0 Rx K0                        programmed
                    6   +61.000000  tvm               note    the evidence is in order
                """);
    }

    @Test
    void aChangeWithoutAClauseShowsItsCauseAlone() {
        var change = new TraceEvent.StateChange(START, "iommu", "gate", "open", "closed", "unbound", "");

        assertThat(TraceText.line(change)).endsWith("gate open -> closed                   unbound");
    }

    @Test
    void hexNamesTheFieldsThatTheCodecRecorded() {
        var fields = new FieldMap(List.of(
                new Field("TDISPVersion", 0, 1, "1.0"), new Field("MessageType", 1, 1, "STOP_INTERFACE_REQUEST")));

        assertThat(TraceText.hex(message(fields))).isEqualTo("""
                0000  10                       TDISPVersion                      1.0
                0001  87                       MessageType                       STOP_INTERFACE_REQUEST
                """);
    }

    @Test
    void hexOfUnrecordedFieldsIsPlain() {
        assertThat(TraceText.hex(message(FieldMap.NONE))).isEqualTo("0000  10 87\n");
    }

    @Test
    void nothingGivesNothing() {
        assertThat(TraceText.render(List.of())).isEmpty();
    }

    private static TraceEvent.Message message(FieldMap fields) {
        return new TraceEvent.Message(
                START, "tsm", "device", "TDISP", "STOP_INTERFACE_REQUEST", "01:00.1", Bytes.fromHex("10 87"), fields);
    }
}
