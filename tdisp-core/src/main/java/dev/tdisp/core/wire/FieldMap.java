package dev.tdisp.core.wire;

import java.util.List;
import java.util.Optional;

/**
 * The fields of a message in wire order, without gaps or overlaps.
 *
 * @param fields the fields
 */
public record FieldMap(List<Field> fields) {
    /** The map of a message whose fields were not recorded. */
    public static final FieldMap NONE = new FieldMap(List.of());

    /**
     * Copies the list.
     *
     * @param fields the fields
     */
    public FieldMap {
        fields = List.copyOf(fields);
    }

    /**
     * Finds a field.
     *
     * @param name its full name
     * @return the first field of this name
     */
    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * Returns the fields as they are inside a larger message.
     *
     * @param offset where the inner message starts in the larger one
     * @return the same fields, moved
     */
    public FieldMap movedBy(int offset) {
        return new FieldMap(fields.stream()
                .map(field -> new Field(field.name(), field.offset() + offset, field.length(), field.value()))
                .toList());
    }
}
