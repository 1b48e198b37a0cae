package dev.tdisp.lab.render;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import java.util.List;
import java.util.OptionalLong;

/**
 * A message on one layer of a packet.
 *
 * @param protocol its protocol
 * @param name the specification's name
 * @param bytes the message in the clear
 * @param fields its fields
 */
record DumpLayer(String protocol, String name, Bytes bytes, FieldMap fields) {
    private static final int LARGEST_NUMBER = 8;

    /** Reads a field as a number, lowest byte first. */
    OptionalLong number(String field) {
        return fields.field(field)
                .filter(found -> found.length() <= LARGEST_NUMBER)
                .map(found -> OptionalLong.of(number(found)))
                .orElse(OptionalLong.empty());
    }

    long number(Field field) {
        long value = 0;
        for (int i = field.length() - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes.at(field.offset() + i);
        }
        return value;
    }

    Bytes content(Field field) {
        return bytes.slice(field.offset(), field.offset() + field.length());
    }

    List<Field> all(String name) {
        return fields.fields().stream()
                .filter(field -> field.name().equals(name))
                .toList();
    }

    /** Parts a message from one of the same protocol that it carries. */
    List<DumpLayer> parted() {
        return all("SPDMVersion").stream()
                .map(Field::offset)
                .filter(offset -> offset > 0)
                .findFirst()
                .map(offset -> List.of(before(protocol, name, offset), after(code(offset), offset)))
                .orElse(List.of(this));
    }

    /** Parts a message of a vendor's protocol, which stands behind the protocol's number, from what carries it. */
    List<DumpLayer> unwrapped(String carrier) {
        return fields.field("ProtocolID")
                .map(field -> field.offset() + field.length())
                .map(offset -> List.of(before(carrier, code(0), offset), after(name, offset)))
                .orElse(List.of(this));
    }

    /** Returns what the message that begins somewhere calls itself. */
    private String code(int offset) {
        return all("RequestResponseCode").stream()
                .filter(field -> field.offset() > offset)
                .findFirst()
                .map(Field::value)
                .orElse("");
    }

    private DumpLayer before(String outer, String outerName, int offset) {
        List<Field> some = fields.fields().stream()
                .filter(field -> field.offset() < offset)
                .toList();
        return new DumpLayer(outer, outerName, bytes, new FieldMap(some));
    }

    private DumpLayer after(String innerName, int offset) {
        List<Field> some = fields.fields().stream()
                .filter(field -> field.offset() >= offset)
                .toList();
        return new DumpLayer(protocol, innerName, bytes.from(offset), new FieldMap(some).movedBy(-offset));
    }
}
