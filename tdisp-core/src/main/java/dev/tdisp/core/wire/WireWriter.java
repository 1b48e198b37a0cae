package dev.tdisp.core.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a message from its start to its end.
 *
 * <p>Each write names the field. A value that does not fit its field is the caller's mistake:
 * {@link IllegalArgumentException}. For one thread at a time.
 *
 * <pre>{@code
 * var out = WireWriter.create();
 * out.u8("TDISPVersion", 0x10);
 * out.u8("MessageType", 0x81);
 * Bytes message = out.toBytes();
 * }</pre>
 */
public final class WireWriter {
    private static final int FIRST_CAPACITY = 64;

    private final @Nullable FieldRecorder recorder;
    private byte[] content = new byte[FIRST_CAPACITY];
    private int offset;

    private WireWriter(@Nullable FieldRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Writes without recording fields.
     *
     * @return an empty writer
     */
    public static WireWriter create() {
        return new WireWriter(null);
    }

    /**
     * Writes and records the fields for {@link #fields()}.
     *
     * @return an empty writer
     */
    public static WireWriter recording() {
        return new WireWriter(new FieldRecorder());
    }

    /**
     * Writes 1 byte.
     *
     * @param field the field's name
     * @param value 0 to 255
     */
    public void u8(String field, int value) {
        number(field, value, 1, false);
    }

    /**
     * Writes 2 bytes, little-endian.
     *
     * @param field the field's name
     * @param value 0 to 65535
     */
    public void u16(String field, int value) {
        number(field, value, 2, false);
    }

    /**
     * Writes 3 bytes, little-endian.
     *
     * @param field the field's name
     * @param value 0 to 2^24 - 1
     */
    public void u24(String field, int value) {
        number(field, value, 3, false);
    }

    /**
     * Writes 4 bytes, little-endian.
     *
     * @param field the field's name
     * @param value 0 to 2^32 - 1
     */
    public void u32(String field, long value) {
        number(field, value, 4, false);
    }

    /**
     * Writes 8 bytes, little-endian.
     *
     * @param field the field's name
     * @param value all 64 bits
     */
    public void u64(String field, long value) {
        number(field, value, 8, false);
    }

    /**
     * Writes 2 bytes, big-endian.
     *
     * @param field the field's name
     * @param value 0 to 65535
     */
    public void u16BigEndian(String field, int value) {
        number(field, value, 2, true);
    }

    /**
     * Writes 4 bytes, big-endian.
     *
     * @param field the field's name
     * @param value 0 to 2^32 - 1
     */
    public void u32BigEndian(String field, long value) {
        number(field, value, 4, true);
    }

    /**
     * Writes 8 bytes, big-endian.
     *
     * @param field the field's name
     * @param value all 64 bits
     */
    public void u64BigEndian(String field, long value) {
        number(field, value, 8, true);
    }

    /**
     * Writes a string of bytes.
     *
     * @param field the field's name
     * @param value the bytes, perhaps none
     */
    public void bytes(String field, Bytes value) {
        reserve(value.size());
        System.arraycopy(value.shared(), 0, content, offset, value.size());
        if (recorder != null && !value.isEmpty()) {
            recorder.add(field, offset, value.size(), value.toString());
        }
        offset += value.size();
    }

    /**
     * Says in words what the value just written means; kept only when fields are recorded.
     *
     * @param meaning what to show instead of digits
     */
    public void meaning(Object meaning) {
        if (recorder != null) {
            recorder.meaning(meaning);
        }
    }

    /**
     * Starts a structure: its fields' names get a prefix until {@link #leave()}.
     *
     * @param structure the structure's name
     */
    public void enter(String structure) {
        if (recorder != null) {
            recorder.enter(structure);
        }
    }

    /** Ends the structure entered last. */
    public void leave() {
        if (recorder != null) {
            recorder.leave();
        }
    }

    /**
     * Returns where the next field will start.
     *
     * @return how many bytes are written
     */
    public int offset() {
        return offset;
    }

    /**
     * Returns the fields written so far.
     *
     * @return the fields, or none if this writer does not record
     */
    public FieldMap fields() {
        return recorder == null ? FieldMap.NONE : recorder.toMap();
    }

    /**
     * Returns the message.
     *
     * @return a copy of all bytes written so far
     */
    public Bytes toBytes() {
        return Bytes.adopt(Arrays.copyOf(content, offset));
    }

    private void number(String field, long value, int size, boolean bigEndian) {
        if (size < 8 && value >>> (size * 8) != 0) {
            throw new IllegalArgumentException("%s: %d does not fit in %d bytes".formatted(field, value, size));
        }
        reserve(size);
        for (int i = 0; i < size; i++) {
            int position = bigEndian ? offset + size - 1 - i : offset + i;
            content[position] = (byte) (value >>> (8 * i));
        }
        if (recorder != null) {
            recorder.add(field, offset, size, FieldRecorder.digits(value, size));
        }
        offset += size;
    }

    private void reserve(int size) {
        int needed = Math.addExact(offset, size);
        if (needed > content.length) {
            content = Arrays.copyOf(content, Math.max(needed, Math.multiplyExact(content.length, 2)));
        }
    }
}
