package dev.tdisp.core.wire;

import java.util.function.Function;

/**
 * Shows a message as hex with the name and value of each field beside its bytes.
 *
 * <pre>
 * 0000  10                       TDISPVersion          1.0
 * 0001  83                       MessageType           LOCK_INTERFACE_REQUEST
 * </pre>
 */
public final class AnnotatedHex {
    private static final int BYTES_A_LINE = 8;
    private static final String MEANT = "%-28s  %s";
    private static final String LINE = "%04x  %-23s  %-32s  %s";

    private AnnotatedHex() {}

    /**
     * Renders a message.
     *
     * @param message the message
     * @param fields its fields, from the same codec run
     * @return one line a field, more for long fields, each ended by a line feed
     */
    public static String render(Bytes message, FieldMap fields) {
        return render(message, fields, field -> "");
    }

    /**
     * Renders a message, and says what each field is for.
     *
     * @param message the message
     * @param fields its fields, from the same codec run
     * @param meanings what to write behind the value of a field; empty for nothing
     * @return one line a field, more for long fields, each ended by a line feed
     */
    public static String render(Bytes message, FieldMap fields, Function<Field, String> meanings) {
        var text = new StringBuilder();
        for (Field field : fields.fields()) {
            renderField(text, message, field, meanings.apply(field));
        }
        return text.toString();
    }

    private static void renderField(StringBuilder text, Bytes message, Field field, String meaning) {
        int end = field.offset() + field.length();
        boolean isLong = field.length() > BYTES_A_LINE;
        boolean isOnlyDigits = message.slice(field.offset(), end).toString().equals(field.value());
        String value = isLong && isOnlyDigits ? "%d bytes".formatted(field.length()) : field.value();
        for (int start = field.offset(); start < end; start += BYTES_A_LINE) {
            boolean isFirst = start == field.offset();
            String shown = meaning.isEmpty() ? value : MEANT.formatted(value, meaning);
            String line = LINE.formatted(
                    start,
                    message.slice(start, Math.min(end, start + BYTES_A_LINE)),
                    isFirst ? field.name() : "",
                    isFirst ? shown : "");
            text.append(line.stripTrailing()).append('\n');
        }
    }
}
