package dev.tdisp.lab.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tdisp.core.wire.Bytes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An object of a line that is read: what stands in it is what its kind says, or is refused with the number of the line. */
final class JsonLine {
    /** The furthest from the start that an event is. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(1_000_000_000_000L);

    private static final int NANO_DIGITS = 9;
    private static final int HEX = 16;

    private final int number;
    private final JsonNode object;

    private JsonLine(int number, JsonNode object) {
        this.number = number;
        this.object = object;
    }

    /** Checks that an object has all members that it needs, and no others. */
    static JsonLine of(int number, JsonNode object, String what, List<JsonMember> members) {
        var line = new JsonLine(number, object);
        if (!object.isObject()) {
            throw line.refuse("%s is expected to be an object".formatted(what));
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("type")
                    && members.stream().noneMatch(member -> member.name().equals(name))) {
                throw line.refuse("%s has no member \"%s\"".formatted(what, name));
            }
        }
        for (JsonMember member : members) {
            if (member.need() == JsonMember.Need.ALWAYS && !object.has(member.name())) {
                throw line.refuse("%s needs a member \"%s\"".formatted(what, member.name()));
            }
        }
        return line;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw refuse("\"%s\" is expected to be a text".formatted(name));
        }
        return value.textValue();
    }

    Optional<String> optionalText(String name) {
        return object.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    int whole(String name) {
        JsonNode value = object.path(name);
        if (!value.isInt() || value.intValue() < 0) {
            throw refuse("\"%s\" is expected to be a whole number from 0 to 2147483647".formatted(name));
        }
        return value.intValue();
    }

    Bytes hex(String name) {
        String text = text(name);
        try {
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw refuse("\"%s\" is expected to be hexadecimal digits, two a byte".formatted(name));
        }
    }

    long hexNumber(String name) {
        String text = text(name);
        try {
            return Long.parseUnsignedLong(text, HEX);
        } catch (NumberFormatException e) {
            throw refuse("\"%s\" is expected to be hexadecimal digits of 64 bits".formatted(name));
        }
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw refuse("\"%s\" is expected to be an instant, for example 1970-01-01T00:00:00Z".formatted(name));
        }
    }

    Instant after(Instant start, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber() || value.decimalValue().abs().compareTo(MOST_SECONDS) > 0) {
            throw refuse("\"%s\" is expected to be a number of seconds".formatted(name));
        }
        try {
            BigDecimal[] parts = value.decimalValue().divideAndRemainder(BigDecimal.ONE);
            return start.plusSeconds(parts[0].longValueExact())
                    .plusNanos(parts[1].movePointRight(NANO_DIGITS).longValueExact());
        } catch (ArithmeticException | DateTimeException e) {
            throw refuse("\"%s\" is not a number of nanoseconds, or too far from the start".formatted(name));
        }
    }

    Map<String, String> map(String name) {
        JsonNode value = object.path(name);
        if (!value.isObject()) {
            throw refuse("\"%s\" is expected to be an object".formatted(name));
        }
        var inner = new JsonLine(number, value);
        Map<String, String> map = new LinkedHashMap<>();
        value.fieldNames().forEachRemaining(key -> map.put(key, inner.text(key)));
        return map;
    }

    <T> List<T> list(String name, List<JsonMember> members, Function<JsonLine, T> reader) {
        JsonNode value = object.path(name);
        if (!value.isArray()) {
            throw refuse("\"%s\" is expected to be a list".formatted(name));
        }
        List<T> list = new ArrayList<>();
        for (JsonNode element : value) {
            list.add(reader.apply(of(number, element, "an element of \"%s\"".formatted(name), members)));
        }
        return list;
    }

    TraceJsonException refuse(String reason) {
        return new TraceJsonException(number, reason);
    }
}
