package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Bytes that must not be seen: a key, a shared secret.
 *
 * <p>Neither {@link #toString()} nor any trace shows the content. After {@link #destroy()} it is gone. Not for use by two
 * threads while one of them destroys it.
 */
public final class Secret {
    private final byte[] content;
    private boolean isDestroyed;

    private Secret(byte[] content) {
        this.content = content;
    }

    /**
     * Copies bytes.
     *
     * @param content the bytes
     * @return a secret of the same bytes
     */
    public static Secret copyOf(Bytes content) {
        return new Secret(content.toArray());
    }

    /**
     * Takes an array over, without a copy.
     *
     * @param content the bytes; the caller must not use them any more
     * @return a secret of these bytes
     */
    public static Secret adopt(byte[] content) {
        return new Secret(content);
    }

    /**
     * Returns the size.
     *
     * @return how many bytes there are
     */
    public int size() {
        return content.length;
    }

    /**
     * Lends the content for one computation.
     *
     * @param <T> what the computation results in
     * @param computation uses the bytes; must neither keep nor change them
     * @return the computation's result
     * @throws IllegalStateException if the secret is destroyed
     */
    public <T> T use(Function<byte[], T> computation) {
        if (isDestroyed) {
            throw new IllegalStateException("the secret is destroyed");
        }
        return computation.apply(content);
    }

    /**
     * Shows the content; only for an explicit key log, and for tests.
     *
     * @return a copy that is no secret any more
     * @throws IllegalStateException if the secret is destroyed
     */
    public Bytes reveal() {
        return use(Bytes::of);
    }

    /**
     * Returns an independent copy.
     *
     * @return a secret of the same bytes
     * @throws IllegalStateException if the secret is destroyed
     */
    public Secret copy() {
        return use(bytes -> new Secret(bytes.clone()));
    }

    /**
     * Compares in a time that does not depend on the content.
     *
     * @param other the other secret
     * @return true if both have the same bytes
     * @throws IllegalStateException if one of them is destroyed
     */
    public boolean matches(Secret other) {
        return use(mine -> other.use(theirs -> MessageDigest.isEqual(mine, theirs)));
    }

    /**
     * Tells whether the content is gone.
     *
     * @return true after {@link #destroy()}
     */
    public boolean isDestroyed() {
        return isDestroyed;
    }

    /** Overwrites the content. */
    public void destroy() {
        Arrays.fill(content, (byte) 0);
        isDestroyed = true;
    }

    /**
     * Says how large the secret is, nothing else.
     *
     * @return for example {@code Secret[48 bytes]}
     */
    @Override
    public String toString() {
        return "Secret[" + (isDestroyed ? "destroyed" : content.length + " bytes") + "]";
    }
}
