package dev.tdisp.device;

import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** All bytes and numbers that can be reached from an object through fields, arrays and collections. */
final class ReachableBytes {
    private final Map<Object, Boolean> seen = new IdentityHashMap<>();
    private final Deque<Object> left = new ArrayDeque<>();
    private final ByteArrayOutputStream found = new ByteArrayOutputStream();

    private ReachableBytes() {}

    /** Looks at everything but the host, the trace and the classes themselves. */
    static Bytes from(Object root) {
        var walk = new ReachableBytes();
        walk.push(root);
        while (!walk.left.isEmpty()) {
            walk.visit(walk.left.pop());
        }
        return Bytes.of(walk.found.toByteArray());
    }

    private void push(Object value) {
        boolean isOutside = value == null
                || value instanceof FakeHost
                || value instanceof Bench
                || value instanceof Trace
                || value instanceof Class<?>
                || value instanceof Enum<?>;
        if (!isOutside && seen.put(value, true) == null) {
            left.push(value);
        }
    }

    private void visit(Object value) {
        if (value instanceof byte[] content) {
            found.writeBytes(content);
        } else if (value instanceof Number number) {
            number(number.longValue());
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(this::push);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, content) -> {
                push(key);
                push(content);
            });
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::push);
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                push(Array.get(value, i));
            }
        } else if (value.getClass().getName().startsWith("dev.tdisp.")) {
            fields(value);
        }
    }

    private void number(long value) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            found.writeBytes(
                    ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array());
        }
    }

    private void fields(Object value) {
        for (Class<?> type = value.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    try {
                        push(field.get(value));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
    }
}
