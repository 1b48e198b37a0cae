package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a trace as text, one line an event, in columns: who, what kind of event, what, and the details.
 *
 * <pre>
 * tsm -&gt; device     TDISP   START_INTERFACE_REQUEST               0000:01:00.1
 * device/VF1        state   TDI CONFIG_LOCKED -&gt; RUN              START_INTERFACE_REQUEST (section 11.3.14)
 * </pre>
 *
 * <p>Addresses of the machine and wall-clock times never show, so two texts can be compared line by line.
 */
public final class TraceText {
    private static final String LINE = "%-16s  %-6s  %-36s  %s";
    private static final int BYTES_A_LINE = 16;

    private TraceText() {}

    /**
     * Shows one event.
     *
     * @param event the event
     * @return one line, without its end and without the time
     */
    public static String line(TraceEvent event) {
        Row row = row(event);
        return columns(row.who(), row.kind(), row.what(), row.detail());
    }

    /**
     * Puts something else than an event into the same columns.
     *
     * @param who where it happened
     * @param kind what kind of thing it is
     * @param what what happened
     * @param detail more about it, perhaps empty
     * @return one line, without its end
     */
    public static String columns(String who, String kind, String what, String detail) {
        return LINE.formatted(who, kind, what, detail).stripTrailing();
    }

    /**
     * Shows events, each with its number and the time since the first.
     *
     * @param events the events, in order
     * @return one line an event, each ended by a line feed
     */
    public static String render(List<TraceEvent> events) {
        var text = new StringBuilder();
        Instant start = events.isEmpty() ? Instant.EPOCH : events.get(0).at();
        for (int i = 0; i < events.size(); i++) {
            TraceEvent event = events.get(i);
            text.append("%5d  %11s  %s\n".formatted(i + 1, elapsed(start, event.at()), line(event)));
        }
        return text.toString();
    }

    /**
     * Shows the bytes of a message, with the field beside them if its codec recorded the fields.
     *
     * @param message the message
     * @return some lines, each ended by a line feed
     */
    public static String hex(TraceEvent.Message message) {
        boolean isAnnotated = !message.fields().fields().isEmpty();
        return isAnnotated ? AnnotatedHex.render(message.bytes(), message.fields()) : plainHex(message.bytes());
    }

    /**
     * Shows the bytes of a message, with the fields beside them and what each is for.
     *
     * @param message the message
     * @return some lines, each ended by a line feed; the offset, the bytes, the field, its value, its meaning
     */
    public static String explainedHex(TraceEvent.Message message) {
        return message.fields().fields().isEmpty()
                ? plainHex(message.bytes())
                : AnnotatedHex.render(
                        message.bytes(),
                        message.fields(),
                        field -> FieldMeanings.of(message, field).orElse(""));
    }

    private static String plainHex(Bytes bytes) {
        var text = new StringBuilder();
        for (int start = 0; start < bytes.size(); start += BYTES_A_LINE) {
            Bytes part = bytes.slice(start, Math.min(bytes.size(), start + BYTES_A_LINE));
            text.append("%04x  %s\n".formatted(start, part));
        }
        return text.toString();
    }

    /** Writes how long after the start something happened. */
    static String elapsed(Instant start, Instant now) {
        Duration elapsed = Duration.between(start, now);
        return "+%d.%06d".formatted(elapsed.toSeconds(), elapsed.getNano() / 1_000);
    }

    private static Row row(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            String way = message.source() + " -> " + message.destination();
            return new Row(way, message.protocol(), message.name(), message.detail());
        }
        if (event instanceof TraceEvent.StateChange change) {
            String states = "%s %s -> %s".formatted(change.machine(), change.from(), change.to());
            return new Row(change.source(), "state", states, cause(change));
        }
        if (event instanceof TraceEvent.RegisterWrite write) {
            String values = "%Xh -> %Xh".formatted(write.before(), write.after());
            return new Row(write.source(), "write", write.register(), values);
        }
        if (event instanceof TraceEvent.Packet packet) {
            return new Row(packet.source(), "TLP", packet.description(), packet.outcome());
        }
        if (event instanceof TraceEvent.Key key) {
            return new Row(key.source(), "key", key.key(), key.action());
        }
        if (event instanceof TraceEvent.Note note) {
            return new Row(note.source(), "note", note.text(), "");
        }
        throw new AssertionError("unknown kind of event: " + event);
    }

    private static String cause(TraceEvent.StateChange change) {
        List<String> more = new ArrayList<>();
        if (!change.clause().isEmpty()) {
            more.add(change.clause());
        }
        change.session().ifPresent(session -> more.add("session %08Xh".formatted(session)));
        return more.isEmpty() ? change.cause() : "%s (%s)".formatted(change.cause(), String.join(", ", more));
    }

    private record Row(String who, String kind, String what, String detail) {}
}
