package dev.tdisp.lab.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Field;
import dev.tdisp.host.platform.PlatformView;
import dev.tdisp.host.platform.PlatformView.Told;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes one run as JSON Lines. */
final class TraceJsonWriter {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final int NANO_DIGITS = 9;

    private final RecordedRun run;
    private final Instant start;
    private final List<TraceEvent> events;
    private final List<List<Told>> told;
    private final Map<List<String>, String> machines = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();
    private int event;

    TraceJsonWriter(RecordedRun run) {
        this.run = run;
        this.start = run.start();
        this.events = run.events();
        this.told = run.platform()
                .map(platform -> PlatformView.tellEach(platform, events))
                .orElse(List.of());
    }

    String write() {
        line(heading());
        for (int i = 0; i < run.steps().size(); i++) {
            RecordedStep step = run.steps().get(i);
            int number = i + 1;
            line(begin(JsonLineKind.STEP)
                    .put("step", number)
                    .put("actor", step.actor())
                    .put("name", step.name()));
            step.events().forEach(happened -> line(event(number, happened)));
            line(end(number, step));
        }
        return out.toString();
    }

    private ObjectNode heading() {
        ObjectNode line = begin(JsonLineKind.RUN)
                .put("schema", TraceJson.SCHEMA)
                .put("title", run.title())
                .put("start", start.toString());
        put(line.putObject("facts"), run.facts());
        ArrayNode lanes = line.putArray("lanes");
        Lane.of(events).forEach(lane -> lane(lanes.addObject(), lane));
        ArrayNode names = line.putArray("machines");
        events.stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent.StateChange.class::cast)
                .map(change -> change.source() + " " + change.machine())
                .distinct()
                .forEach(names::add);
        return line;
    }

    private void lane(ObjectNode object, Lane lane) {
        object.put("id", lane.id()).put("title", lane.title());
        ArrayNode sources = object.putArray("sources");
        events.stream()
                .flatMap(Lane::ends)
                .filter(source -> Lane.of(source).equals(lane))
                .distinct()
                .forEach(sources::add);
    }

    private ObjectNode event(int step, TraceEvent happened) {
        JsonLineKind kind = kind(happened);
        List<Told> words = told.isEmpty() ? List.of() : told.get(event);
        event++;
        ObjectNode line = begin(kind).put("step", step).put("event", event).put("time", seconds(happened.at()));
        line.put("source", happened.source());
        if (happened instanceof TraceEvent.Message message) {
            message(line, message);
        } else if (happened instanceof TraceEvent.StateChange change) {
            change(line, change);
        } else if (happened instanceof TraceEvent.RegisterWrite write) {
            line.put("register", write.register())
                    .put("before", hex(write.before()))
                    .put("after", hex(write.after()));
        } else if (happened instanceof TraceEvent.Packet packet) {
            line.put("description", packet.description()).put("outcome", packet.outcome());
        } else if (happened instanceof TraceEvent.Key key) {
            key(line, key);
        } else if (happened instanceof TraceEvent.Note note) {
            line.put("text", note.text());
        }
        return derived(line, happened, words);
    }

    private static ObjectNode derived(ObjectNode line, TraceEvent happened, List<Told> words) {
        line.put("lane", Lane.of(happened.source()).id())
                .put("level", TraceLevel.of(happened).name().toLowerCase(Locale.ROOT))
                .put("summary", happened.summary());
        if (!words.isEmpty()) {
            ArrayNode said = line.putArray("words");
            words.forEach(word -> said.add(word.toString()));
        }
        return line;
    }

    private static JsonLineKind kind(TraceEvent event) {
        return Stream.of(
                        kind(event, TraceEvent.Message.class, JsonLineKind.MESSAGE),
                        kind(event, TraceEvent.StateChange.class, JsonLineKind.STATE),
                        kind(event, TraceEvent.RegisterWrite.class, JsonLineKind.REGISTER),
                        kind(event, TraceEvent.Packet.class, JsonLineKind.PACKET),
                        kind(event, TraceEvent.Key.class, JsonLineKind.KEY))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(JsonLineKind.NOTE);
    }

    private static Optional<JsonLineKind> kind(TraceEvent event, Class<?> type, JsonLineKind kind) {
        return type.isInstance(event) ? Optional.of(kind) : Optional.empty();
    }

    private static void message(ObjectNode line, TraceEvent.Message message) {
        line.put("destination", message.destination())
                .put("protocol", message.protocol())
                .put("name", message.name())
                .put("detail", message.detail())
                .put("bytes", message.bytes().toHex());
        ArrayNode fields = line.putArray("fields");
        for (Field field : message.fields().fields()) {
            ObjectNode object = fields.addObject()
                    .put("name", field.name())
                    .put("offset", field.offset())
                    .put("length", field.length())
                    .put("value", field.value());
            FieldMeanings.of(message, field).ifPresent(meaning -> object.put("meaning", meaning));
        }
        Clauses.of(message).ifPresent(clause -> line.put("clause", clause));
    }

    private void change(ObjectNode line, TraceEvent.StateChange change) {
        machines.put(List.of(change.source(), change.machine()), change.to());
        line.put("machine", change.machine())
                .put("from", change.from())
                .put("to", change.to())
                .put("cause", change.cause())
                .put("clause", change.clause());
        change.session().ifPresent(session -> line.put("session", hex(session)));
    }

    private static void key(ObjectNode line, TraceEvent.Key key) {
        KeyOrigin origin = key.origin();
        line.put("key", key.key()).put("action", key.action()).put("node", key.source() + "/" + key.key());
        if (!origin.parent().isEmpty()) {
            line.put("parentNode", key.source() + "/" + origin.parent());
        }
        putIfKnown(line, "parent", origin.parent());
        putIfKnown(line, "label", origin.label());
        putIfKnown(line, "context", origin.context());
        putIfKnown(line, "digest", origin.digest().toHex());
        if (origin.size() > 0) {
            line.put("size", origin.size());
        }
    }

    private ObjectNode end(int number, RecordedStep step) {
        ObjectNode line = begin(JsonLineKind.AFTER).put("step", number);
        step.milestone().ifPresent(milestone -> line.put("milestone", milestone));
        step.failure().ifPresent(failure -> line.put("failure", failure));
        ArrayNode parties = line.putArray("parties");
        for (PartyView view : step.parties()) {
            ObjectNode party = parties.addObject().put("party", view.party()).put("text", view.text());
            put(party.putObject("values"), view.values());
        }
        ArrayNode states = line.putArray("machines");
        machines.forEach((machine, state) -> states.addObject()
                .put("source", machine.get(0))
                .put("machine", machine.get(1))
                .put("state", state));
        return line;
    }

    private BigDecimal seconds(Instant at) {
        Duration elapsed = Duration.between(start, at);
        BigDecimal exact =
                BigDecimal.valueOf(elapsed.getSeconds()).add(BigDecimal.valueOf(elapsed.getNano(), NANO_DIGITS));
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    private static String hex(long value) {
        return Long.toHexString(value).toUpperCase(Locale.ROOT);
    }

    private static void put(ObjectNode object, Map<String, String> values) {
        values.forEach(object::put);
    }

    private static void putIfKnown(ObjectNode line, String name, String value) {
        if (!value.isEmpty()) {
            line.put(name, value);
        }
    }

    private static ObjectNode begin(JsonLineKind kind) {
        return JSON.createObjectNode().put("type", kind.word());
    }

    private void line(ObjectNode line) {
        try {
            out.append(JSON.writeValueAsString(line)).append('\n');
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of texts and numbers", e);
        }
    }
}
