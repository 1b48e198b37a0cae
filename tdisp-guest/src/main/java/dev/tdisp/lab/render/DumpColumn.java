package dev.tdisp.lab.render;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that stands in parentheses behind the name of a message.
 *
 * <p>Written as {@code Label=Field}, with {@code ~} for a number larger than 64 bits, {@code &f0} for some bits of it, {@code :8} for the number of digits, {@code @13} for the
 * version that has it first, and {@code {0 none, 1 some}} for names of values.
 *
 * @param label how it is called there
 * @param field how the specification calls it
 * @param isReversed whether it is one large number, which is shown from its last byte on
 * @param mask its bits
 * @param digits how many digits are shown; 0 for as many as the field has
 * @param since the version that has it first
 * @param names names of values; empty if values have none
 */
record DumpColumn(
        String label, String field, boolean isReversed, long mask, int digits, int since, Map<Long, String> names) {
    private static final Pattern FORM =
            Pattern.compile("(\\w+)=([\\w/-]+)(~?)(?:&(\\w+))?(?::(\\d+))?(?:@(\\d+))?(?:\\{([^}]*)})?");
    private static final int HEX = 16;

    /** Reads a table, a message a line. */
    static Map<String, List<DumpColumn>> table(String lines) {
        Map<String, List<DumpColumn>> table = new HashMap<>();
        lines.lines().forEach(line -> {
            String[] parts = line.split("\\|", 2);
            for (String message : parts[0].strip().split(" +")) {
                table.put(message, columns(parts[1]));
            }
        });
        return table;
    }

    private static List<DumpColumn> columns(String text) {
        List<DumpColumn> columns = new ArrayList<>();
        for (Matcher matcher = FORM.matcher(text); matcher.find(); ) {
            columns.add(new DumpColumn(
                    matcher.group(1),
                    matcher.group(2),
                    !matcher.group(3).isEmpty(),
                    matcher.group(4) == null ? -1 : Long.parseLong(matcher.group(4), HEX),
                    matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5)),
                    matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6), HEX),
                    matcher.group(7) == null ? Map.of() : names(matcher.group(7))));
        }
        return columns;
    }

    private static Map<Long, String> names(String text) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split(" ", 2);
            names.put(Long.parseLong(pair[0], HEX), pair.length > 1 ? pair[1] : "");
        }
        return names;
    }

    /** Shows the value in a message, if the message has one. */
    Optional<String> show(DumpLayer layer, int version) {
        if (version < since) {
            return Optional.empty();
        }
        return layer.fields().field(field).map(found -> label + "=" + value(layer, found));
    }

    private String value(DumpLayer layer, Field found) {
        if (found.length() > Long.BYTES) {
            return large(layer.content(found), found.value());
        }
        long value = layer.number(found) & mask;
        int width = digits == 0 ? 2 * found.length() : digits;
        String number = "0x%0" + width + "x";
        String name = names.isEmpty() ? "" : "(%s)".formatted(names.getOrDefault(value, ""));
        return number.formatted(value) + name;
    }

    private String large(Bytes content, String value) {
        if (value.startsWith("(")) {
            return value;
        }
        if (!isReversed) {
            return content.toHex();
        }
        var text = new StringBuilder("[");
        for (int i = content.size() - 1; i >= 0; i--) {
            text.append("%02x".formatted(content.at(i)));
        }
        return text.append(']').toString();
    }
}
