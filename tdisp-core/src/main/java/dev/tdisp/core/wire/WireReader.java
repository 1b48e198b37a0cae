package dev.tdisp.core.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a message from its start to its end.
 *
 * <p>Each read names the field; a read behind the end throws {@link MalformedMessageException} with that name. For one
 * thread at a time.
 *
 * <pre>{@code
 * var in = WireReader.of(Bytes.fromHex("10 81"));
 * int version = in.u8("TDISPVersion");
 * int type = in.u8("MessageType");
 * in.end();
 * }</pre>
 */
public final class WireReader {
    private final byte[] content;
    private final int end;
    private final @Nullable FieldRecorder recorder;
    private int offset;

    private WireReader(Bytes content, @Nullable FieldRecorder recorder) {
        this.content = content.shared();
        this.end = content.size();
        this.recorder = recorder;
    }

    /**
     * Reads without recording fields.
     *
     * @param content the message
     * @return a reader at its first byte
     */
    public static WireReader of(Bytes content) {
        return new WireReader(content, null);
    }

    /**
     * Reads and records the fields for {@link #fields()}.
     *
     * @param content the message
     * @return a reader at its first byte
     */
    public static WireReader recording(Bytes content) {
        return new WireReader(content, new FieldRecorder());
    }

    /**
     * Reads 1 byte.
     *
     * @param field the field's name
     * @return 0 to 255
     */
    public int u8(String field) {
        return (int) number(field, 1, false);
    }

    /**
     * Reads 2 bytes, little-endian.
     *
     * @param field the field's name
     * @return 0 to 65535
     */
    public int u16(String field) {
        return (int) number(field, 2, false);
    }

    /**
     * Reads 3 bytes, little-endian.
     *
     * @param field the field's name
     * @return 0 to 2^24 - 1
     */
    public int u24(String field) {
        return (int) number(field, 3, false);
    }

    /**
     * Reads 4 bytes, little-endian.
     *
     * @param field the field's name
     * @return 0 to 2^32 - 1
     */
    public long u32(String field) {
        return number(field, 4, false);
    }

    /**
     * Reads 8 bytes, little-endian.
     *
     * @param field the field's name
     * @return all 64 bits; unsigned values above {@link Long#MAX_VALUE} are negative
     */
    public long u64(String field) {
        return number(field, 8, false);
    }

    /**
     * Reads 2 bytes, big-endian.
     *
     * @param field the field's name
     * @return 0 to 65535
     */
    public int u16BigEndian(String field) {
        return (int) number(field, 2, true);
    }

    /**
     * Reads 4 bytes, big-endian.
     *
     * @param field the field's name
     * @return 0 to 2^32 - 1
     */
    public long u32BigEndian(String field) {
        return number(field, 4, true);
    }

    /**
     * Reads 8 bytes, big-endian.
     *
     * @param field the field's name
     * @return all 64 bits
     */
    public long u64BigEndian(String field) {
        return number(field, 8, true);
    }

    /**
     * Reads a string of bytes.
     *
     * @param field the field's name
     * @param size its size; what a peer said is checked here against what is left, before anything is allocated
     * @return the bytes
     */
    public Bytes bytes(String field, long size) {
        require(field, size);
        int length = (int) size;
        var value = new byte[length];
        System.arraycopy(content, offset, value, 0, length);
        Bytes bytes = Bytes.adopt(value);
        if (recorder != null && length > 0) {
            recorder.add(field, offset, length, bytes.toString());
        }
        offset += length;
        return bytes;
    }

    /**
     * Reads everything that is left.
     *
     * @param field the field's name
     * @return the bytes, perhaps none
     */
    public Bytes rest(String field) {
        return bytes(field, remaining());
    }

    /**
     * Says in words what the value just read means; kept only when fields are recorded.
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
     * Returns where the next field starts.
     *
     * @return the offset in bytes from the start of the message
     */
    public int offset() {
        return offset;
    }

    /**
     * Returns how much is left.
     *
     * @return the size in bytes
     */
    public int remaining() {
        return end - offset;
    }

    /**
     * Checks that the message ends here.
     *
     * @throws MalformedMessageException if bytes are left
     */
    public void end() {
        if (offset != end) {
            throw new MalformedMessageException("end of message", offset, remaining() + " bytes too many");
        }
    }

    /**
     * Builds the exception for a field whose value cannot be.
     *
     * @param field the field's name
     * @param size the size of the field, which was just read
     * @param reason what is wrong
     * @return the exception, to be thrown
     */
    public MalformedMessageException malformed(String field, int size, String reason) {
        return new MalformedMessageException(field, offset - size, reason);
    }

    /**
     * Returns the fields read so far.
     *
     * @return the fields, or none if this reader does not record
     */
    public FieldMap fields() {
        return recorder == null ? FieldMap.NONE : recorder.toMap();
    }

    private long number(String field, int size, boolean bigEndian) {
        require(field, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            int position = bigEndian ? offset + i : offset + size - 1 - i;
            value = value << 8 | Byte.toUnsignedLong(content[position]);
        }
        if (recorder != null) {
            recorder.add(field, offset, size, FieldRecorder.digits(value, size));
        }
        offset += size;
        return value;
    }

    private void require(String field, long size) {
        if (size < 0 || size > remaining()) {
            throw new MalformedMessageException(field, offset, "%d bytes wanted, %d left".formatted(size, remaining()));
        }
    }
}
