package dev.tdisp.core.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Collects the fields that a cursor passes; shared by reader and writer. */
final class FieldRecorder {
    private final List<Field> fields = new ArrayList<>();
    private final Deque<String> scopes = new ArrayDeque<>();

    void add(String name, int offset, int length, String value) {
        fields.add(new Field(scopes.isEmpty() ? name : scopes.peek() + name, offset, length, value));
    }

    void meaning(Object meaning) {
        int last = fields.size() - 1;
        Field field = fields.get(last);
        fields.set(last, new Field(field.name(), field.offset(), field.length(), meaning.toString()));
    }

    void enter(String scope) {
        scopes.push((scopes.isEmpty() ? "" : scopes.peek()) + scope + ".");
    }

    void leave() {
        scopes.pop();
    }

    FieldMap toMap() {
        return new FieldMap(fields);
    }

    static String digits(long value, int size) {
        return "%%0%dxh".formatted(size * 2).formatted(value);
    }
}
