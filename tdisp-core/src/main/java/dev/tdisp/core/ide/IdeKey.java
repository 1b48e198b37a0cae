package dev.tdisp.core.ide;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A 256-bit key of a key slot; never shown.
 *
 * <pre>{@code
 * IdeKey key = IdeKey.random(env.random());
 * …
 * key.destroy();
 * }</pre>
 */
public final class IdeKey {
    /** The size in bytes. */
    public static final int SIZE = 32;

    private final byte[] content;
    private boolean destroyed;

    private IdeKey(byte[] content) {
        this.content = content;
    }

    /**
     * Copies a key.
     *
     * @param content 32 bytes, the first one first into the cipher; the caller wipes them
     * @return the key
     */
    public static IdeKey of(byte[] content) {
        if (content.length != SIZE) {
            throw new IllegalArgumentException("key: %d bytes instead of %d".formatted(content.length, SIZE));
        }
        return new IdeKey(content.clone());
    }

    /**
     * Copies a key.
     *
     * @param content 32 bytes, the first one first into the cipher
     * @return the key
     */
    public static IdeKey of(Bytes content) {
        byte[] copy = content.toArray();
        IdeKey key = of(copy);
        Arrays.fill(copy, (byte) 0);
        return key;
    }

    /**
     * Draws a key.
     *
     * @param random where from
     * @return a fresh key
     */
    public static IdeKey random(RandomSource random) {
        return of(random.next(SIZE));
    }

    /**
     * Copies this key, so that the copy outlives its destruction.
     *
     * @return an equal key
     * @throws IllegalStateException if it is destroyed
     */
    public IdeKey copy() {
        return new IdeKey(toArray());
    }

    /**
     * Copies the secret out, to be put into a cipher or a message.
     *
     * @return 32 bytes, which the caller wipes
     * @throws IllegalStateException if it is destroyed
     */
    public byte[] toArray() {
        if (destroyed) {
            throw new IllegalStateException("the key is destroyed");
        }
        return content.clone();
    }

    /**
     * Tells whether all bytes are 0, which is no secret.
     *
     * @return true for a key of zeros, and for one that is destroyed
     */
    public boolean isZero() {
        int bits = 0;
        for (byte part : content) {
            bits |= part;
        }
        return bits == 0;
    }

    /** Wipes the secret. */
    public void destroy() {
        Arrays.fill(content, (byte) 0);
        destroyed = true;
    }

    /**
     * Tells whether the secret is gone.
     *
     * @return true after {@link #destroy()}
     */
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Compares in a time that does not depend on the content. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IdeKey key && destroyed == key.destroyed && MessageDigest.isEqual(content, key.content);
    }

    /** Tells nothing about the content. */
    @Override
    public int hashCode() {
        return SIZE;
    }

    /** Tells nothing about the content. */
    @Override
    public String toString() {
        return destroyed ? "IDE key (destroyed)" : "IDE key (secret)";
    }
}
