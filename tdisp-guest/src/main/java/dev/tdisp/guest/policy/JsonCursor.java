package dev.tdisp.guest.policy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Walks through a JSON document and knows where it is. */
final class JsonCursor {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int DEEPEST = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LARGEST_FILE)
                    .build())
            .build();

    private final JsonParser parser;
    private @Nullable JsonToken token;

    private JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a document that is one object. */
    static void read(Bytes file, Function<JsonCursor, Consumer<String>> reader) {
        if (file.size() > LARGEST_FILE) {
            throw new PolicyFileException(1, 1, "%d bytes are too many for a policy".formatted(file.size()));
        }
        try (JsonParser parser = JSON.createParser(file.toArray())) {
            var cursor = new JsonCursor(parser);
            cursor.next();
            cursor.object(reader.apply(cursor));
            if (parser.nextToken() != null) {
                throw cursor.refuse("something stands behind the policy");
            }
        } catch (JacksonException e) {
            JsonLocation place = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new PolicyFileException(
                    Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), e.getOriginalMessage());
        } catch (IOException e) {
            throw new PolicyFileException(1, 1, "not JSON: " + e.getMessage());
        }
    }

    private void next() {
        try {
            token = parser.nextToken();
        } catch (JacksonException e) {
            throw new PolicyFileException(
                    e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage());
        } catch (IOException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    /** Reads an object; the consumer gets each key, with the cursor at the value. */
    void object(Consumer<String> field) {
        require(JsonToken.START_OBJECT, "an object");
        for (next(); token == JsonToken.FIELD_NAME; next()) {
            field.accept(text(JsonToken.FIELD_NAME, "a key"));
        }
    }

    /** Steps from a key to its value. */
    void toValue() {
        next();
    }

    <T> List<T> list(Supplier<T> element) {
        require(JsonToken.START_ARRAY, "a list");
        List<T> elements = new ArrayList<>();
        for (next(); token != JsonToken.END_ARRAY; next()) {
            elements.add(element.get());
        }
        return elements;
    }

    String text() {
        return text(JsonToken.VALUE_STRING, "a text");
    }

    private String text(JsonToken expected, String what) {
        require(expected, what);
        try {
            return parser.getText();
        } catch (IOException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    boolean truth() {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw refuse("true or false is expected, not " + found());
        }
        return token == JsonToken.VALUE_TRUE;
    }

    int number(int least, int most) {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        try {
            long value = parser.getLongValue();
            if (value < least || value > most) {
                throw refuse("%d is not between %d and %d".formatted(value, least, most));
            }
            return (int) value;
        } catch (IOException e) {
            throw refuse("a number between %d and %d is expected".formatted(least, most));
        }
    }

    Bytes hex() {
        String text = text();
        try {
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw refuse("not hexadecimal");
        }
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        String text = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw refuse("%s is not among %s".formatted(text, List.of(type.getEnumConstants())));
    }

    private void require(JsonToken expected, String what) {
        if (token != expected) {
            throw refuse("%s is expected, not %s".formatted(what, found()));
        }
    }

    private String found() {
        return token == null ? "the end" : token.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    PolicyFileException refuse(String reason) {
        JsonLocation place = parser.currentTokenLocation();
        return new PolicyFileException(Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), reason);
    }
}
