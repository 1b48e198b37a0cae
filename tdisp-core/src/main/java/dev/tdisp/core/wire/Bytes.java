package dev.tdisp.core.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable string of bytes, compared by content.
 *
 * <p>Safe for use by many threads. Not for secrets: {@link #toString()} shows the content.
 *
 * <pre>{@code
 * Bytes header = Bytes.fromHex("10 81 00 00");
 * header.at(1); // 0x81
 * }</pre>
 */
public final class Bytes {
    /** The string of no bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /**
     * Copies an array.
     *
     * @param content the bytes
     * @return the same bytes, immutable
     */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /**
     * Returns a string of equal bytes.
     *
     * @param value the value of each byte; only its low 8 bits count
     * @param size how many
     * @return {@code size} bytes
     */
    public static Bytes filled(int value, int size) {
        var content = new byte[size];
        Arrays.fill(content, (byte) value);
        return new Bytes(content);
    }

    /**
     * Reads hexadecimal digits, with any white space between bytes.
     *
     * @param hex pairs of digits
     * @return the bytes
     * @throws IllegalArgumentException if something else than digits and white space is there
     */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex.replaceAll("\\s+", "")));
    }

    /**
     * Joins strings of bytes.
     *
     * @param parts the parts, in order
     * @return all of them, one behind the other
     */
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.size());
        }
        var content = new byte[size];
        int offset = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.content, 0, content, offset, part.size());
            offset += part.size();
        }
        return new Bytes(content);
    }

    /**
     * Returns how many bytes there are.
     *
     * @return the size in bytes
     */
    public int size() {
        return content.length;
    }

    /**
     * Tells whether there is no byte.
     *
     * @return true if the size is 0
     */
    public boolean isEmpty() {
        return content.length == 0;
    }

    /**
     * Returns one byte.
     *
     * @param index its position, from 0
     * @return its value, 0 to 255
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public int at(int index) {
        return Byte.toUnsignedInt(content[index]);
    }

    /**
     * Returns a part.
     *
     * @param from the first position
     * @param to the position behind the last
     * @return the bytes between
     * @throws IndexOutOfBoundsException if the range is not within this string
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, content.length);
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /**
     * Returns everything from a position on.
     *
     * @param from the first position
     * @return the bytes up to the end
     * @throws IndexOutOfBoundsException if the position is behind the end
     */
    public Bytes from(int from) {
        return slice(from, content.length);
    }

    /**
     * Returns a copy with one byte replaced.
     *
     * @param index its position
     * @param value its new value; only the low 8 bits count
     * @return the changed copy
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public Bytes with(int index, int value) {
        byte[] copy = content.clone();
        copy[index] = (byte) value;
        return new Bytes(copy);
    }

    /**
     * Joins this and another string of bytes.
     *
     * @param tail what follows
     * @return this, then {@code tail}
     */
    public Bytes plus(Bytes tail) {
        return concat(this, tail);
    }

    /**
     * Copies the bytes out.
     *
     * @return a new array
     */
    public byte[] toArray() {
        return content.clone();
    }

    /**
     * Compares in a time that does not depend on the content.
     *
     * @param other the other bytes
     * @return true if sizes and bytes are equal
     */
    public boolean equalsInConstantTime(Bytes other) {
        return MessageDigest.isEqual(content, other.content);
    }

    /**
     * Returns the digits without spaces.
     *
     * @return two lower-case hexadecimal digits a byte
     */
    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /**
     * Returns the digits of each byte, bytes separated by a space.
     *
     * @return for example {@code 10 81 00 00}
     */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(content);
    }

    byte[] shared() {
        return content;
    }

    static Bytes adopt(byte[] content) {
        return new Bytes(content);
    }
}
