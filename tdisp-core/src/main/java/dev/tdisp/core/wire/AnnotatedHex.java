package dev.tdisp.core.wire;

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
        var text = new StringBuilder();
        for (Field field : fields.fields()) {
            renderField(text, message, field);
        }
        return text.toString();
    }

    private static void renderField(StringBuilder text, Bytes message, Field field) {
        int end = field.offset() + field.length();
        boolean isLong = field.length() > BYTES_A_LINE;
        boolean isOnlyDigits = message.slice(field.offset(), end).toString().equals(field.value());
        String value = isLong && isOnlyDigits ? "%d bytes".formatted(field.length()) : field.value();
        for (int start = field.offset(); start < end; start += BYTES_A_LINE) {
            boolean isFirst = start == field.offset();
            String line = LINE.formatted(
                    start,
                    message.slice(start, Math.min(end, start + BYTES_A_LINE)),
                    isFirst ? field.name() : "",
                    isFirst ? value : "");
            text.append(line.stripTrailing()).append('\n');
        }
    }
}
