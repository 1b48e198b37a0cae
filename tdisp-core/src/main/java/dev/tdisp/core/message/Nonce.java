package dev.tdisp.core.message;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The START_INTERFACE_NONCE: 32 random bytes, a secret of TSM and DSM from lock to start (section 11.3.9).
 *
 * <p>Compared in constant time, never shown. For one thread at a time; who must forget the nonce while a message still
 * holds it keeps a {@link #copy()}.
 */
public final class Nonce {
    /** The size in bytes. */
    public static final int SIZE = 32;

    private static final String FIELD = "START_INTERFACE_NONCE";
    private static final String NOT_SHOWN = "(not shown)";

    private final byte[] value;
    private boolean destroyed;

    private Nonce(byte[] value) {
        this.value = value;
    }

    /**
     * Takes the bytes of a nonce.
     *
     * @param value 32 bytes
     * @return the nonce
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Nonce of(Bytes value) {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("nonce: %d bytes, not %d".formatted(value.size(), SIZE));
        }
        return new Nonce(value.toArray());
    }

    /**
     * Draws a nonce.
     *
     * @param random where from
     * @return a fresh nonce
     * @throws dev.tdisp.core.env.EntropyException if there are no random bytes
     */
    public static Nonce random(RandomSource random) {
        return of(random.next(SIZE));
    }

    /**
     * Returns what a trace shows in the place of a nonce.
     *
     * @return 32 zeros
     */
    public static Nonce blank() {
        return new Nonce(new byte[SIZE]);
    }

    /**
     * Returns a nonce of the same value that lives on when this one is destroyed.
     *
     * @return the copy
     * @throws IllegalStateException if this nonce is destroyed
     */
    public Nonce copy() {
        return new Nonce(living().clone());
    }

    /**
     * Compares in a time that does not depend on the value.
     *
     * @param other the other nonce
     * @return true if both live and have the same bytes
     */
    public boolean matches(Nonce other) {
        return !destroyed && !other.destroyed && MessageDigest.isEqual(value, other.value);
    }

    /**
     * Counts the bits in which two nonces differ.
     *
     * @param other the other nonce
     * @return 0 to 256; about 128 for two that are random
     * @throws IllegalStateException if one of them is destroyed
     */
    public int distance(Nonce other) {
        byte[] one = living();
        byte[] another = other.living();
        int bits = 0;
        for (int i = 0; i < SIZE; i++) {
            bits += Integer.bitCount((one[i] ^ another[i]) & 0xFF);
        }
        return bits;
    }

    /** Overwrites the bytes; from now on the nonce matches nothing. */
    public void destroy() {
        Arrays.fill(value, (byte) 0);
        destroyed = true;
    }

    /**
     * Tells whether the bytes are gone.
     *
     * @return true after {@link #destroy()}
     */
    public boolean isDestroyed() {
        return destroyed;
    }

    /**
     * Returns the bytes, to send or to digest them, not to show them.
     *
     * @return a copy
     * @throws IllegalStateException if the nonce is destroyed
     */
    public Bytes toBytes() {
        return Bytes.of(living());
    }

    void encode(WireWriter out) {
        out.bytes(FIELD, toBytes());
        out.meaning(NOT_SHOWN);
    }

    static Nonce decode(WireReader in) {
        Bytes value = in.bytes(FIELD, SIZE);
        in.meaning(NOT_SHOWN);
        return of(value);
    }

    private byte[] living() {
        if (destroyed) {
            throw new IllegalStateException("the nonce is destroyed");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nonce nonce
                && destroyed == nonce.destroyed
                && MessageDigest.isEqual(value, nonce.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /**
     * Returns a text without the value.
     *
     * @return always the same
     */
    @Override
    public String toString() {
        return "Nonce" + NOT_SHOWN;
    }
}
