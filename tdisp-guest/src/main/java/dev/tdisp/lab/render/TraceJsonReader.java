package dev.tdisp.lab.render;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one run from JSON Lines. */
final class TraceJsonReader {
    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 40;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private String title = "";
    private Map<String, String> facts = Map.of();
    private Instant start = Instant.EPOCH;
    private int number;
    private final List<RecordedStep> steps = new ArrayList<>();
    private Optional<JsonLine> open = Optional.empty();
    private List<TraceEvent> events = new ArrayList<>();

    RecordedRun read(String lines) {
        for (Iterator<String> all = lines.lines().iterator(); all.hasNext(); ) {
            number++;
            line(all.next());
        }
        if (number == 0) {
            throw new TraceJsonException(1, "nothing stands there");
        }
        if (open.isPresent()) {
            throw new TraceJsonException(number, "step %d does not end".formatted(steps.size() + 1));
        }
        return new RecordedRun(title, facts, steps);
    }

    private void line(String text) {
        JsonNode object = parse(text);
        String word = object.path("type").asText();
        JsonLineKind kind = JsonLineKind.of(word)
                .orElseThrow(
                        () -> new TraceJsonException(number, "\"type\" is no kind of line: \"%s\"".formatted(word)));
        if (kind == JsonLineKind.RUN != (number == 1)) {
            throw new TraceJsonException(number, "a line of type \"run\" comes first, and once");
        }
        JsonLine line = JsonLine.of(number, object, "a line of type \"%s\"".formatted(word), kind.members());
        switch (kind) {
            case RUN -> heading(line);
            case STEP -> begin(line);
            case AFTER -> end(line);
            case MESSAGE, STATE, REGISTER, PACKET, KEY, NOTE -> event(kind, line);
        }
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            String column =
                    e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr();
            throw new TraceJsonException(number, "no JSON: %s%s".formatted(e.getOriginalMessage(), column));
        }
    }

    private void heading(JsonLine line) {
        int schema = line.whole("schema");
        if (schema != TraceJson.SCHEMA) {
            throw line.refuse("schema %d is not known, only %d".formatted(schema, TraceJson.SCHEMA));
        }
        title = line.text("title");
        facts = line.map("facts");
        start = line.instant("start");
    }

    private void begin(JsonLine line) {
        if (open.isPresent()) {
            throw line.refuse("step %d has not ended".formatted(steps.size() + 1));
        }
        requireStep(line);
        open = Optional.of(line);
        events = new ArrayList<>();
    }

    private void requireStep(JsonLine line) {
        int expected = steps.size() + 1;
        if (line.whole("step") != expected) {
            throw line.refuse("step %d is expected".formatted(expected));
        }
    }

    private void end(JsonLine line) {
        JsonLine begun = open.orElseThrow(() -> line.refuse("no step has begun"));
        requireStep(line);
        List<PartyView> parties = line.list(
                "parties",
                JsonLineKind.PARTY,
                party -> new PartyView(party.text("party"), party.text("text"), party.map("values")));
        steps.add(new RecordedStep(
                begun.text("actor"),
                begun.text("name"),
                events,
                parties,
                line.optionalText("milestone"),
                line.optionalText("failure")));
        open = Optional.empty();
    }

    private void event(JsonLineKind kind, JsonLine line) {
        if (open.isEmpty()) {
            throw line.refuse("no step has begun");
        }
        Instant at = line.after(start, "time");
        String source = line.text("source");
        events.add(
                switch (kind) {
                    case MESSAGE -> message(line, at, source);
                    case STATE -> change(line, at, source);
                    case REGISTER ->
                        new TraceEvent.RegisterWrite(
                                at, source, line.text("register"), line.hexNumber("before"), line.hexNumber("after"));
                    case PACKET -> new TraceEvent.Packet(at, source, line.text("description"), line.text("outcome"));
                    case KEY -> key(line, at, source);
                    case NOTE -> new TraceEvent.Note(at, source, line.text("text"));
                    case RUN, STEP, AFTER -> throw new AssertionError(kind);
                });
    }

    private static TraceEvent message(JsonLine line, Instant at, String source) {
        Bytes bytes = line.hex("bytes");
        List<Field> fields = line.list(
                "fields",
                JsonLineKind.FIELD,
                field -> new Field(
                        field.text("name"), field.whole("offset"), field.whole("length"), field.text("value")));
        for (Field field : fields) {
            if ((long) field.offset() + field.length() > bytes.size()) {
                throw line.refuse("field \"%s\" ends behind the message".formatted(field.name()));
            }
        }
        return new TraceEvent.Message(
                at,
                source,
                line.text("destination"),
                line.text("protocol"),
                line.text("name"),
                line.text("detail"),
                bytes,
                new FieldMap(fields));
    }

    private static TraceEvent change(JsonLine line, Instant at, String source) {
        OptionalLong session = line.optionalText("session").isPresent()
                ? OptionalLong.of(line.hexNumber("session"))
                : OptionalLong.empty();
        return new TraceEvent.StateChange(
                at,
                source,
                line.text("machine"),
                line.text("from"),
                line.text("to"),
                line.text("cause"),
                line.text("clause"),
                session);
    }

    private static TraceEvent key(JsonLine line, Instant at, String source) {
        var origin = new KeyOrigin(
                line.optionalText("parent").orElse(""),
                line.optionalText("label").orElse(""),
                line.optionalText("context").orElse(""),
                line.optionalText("digest").isPresent() ? line.hex("digest") : Bytes.EMPTY,
                line.has("size") ? line.whole("size") : 0);
        return new TraceEvent.Key(at, source, line.text("key"), line.text("action"), origin);
    }
}
