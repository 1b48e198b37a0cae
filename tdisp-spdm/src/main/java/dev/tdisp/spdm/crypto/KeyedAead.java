package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * Authenticated encryption under one key, for many messages.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * KeyedAead keyed = Aead.of(AeadAlgorithm.AES_256_GCM).keyed(key);
 * Bytes sealed = keyed.seal(nonce, header, message);
 * }</pre>
 */
public interface KeyedAead {
    /**
     * Encrypts and authenticates.
     *
     * @param nonce the initialization vector; never twice
     * @param associated what is authenticated only
     * @param plaintext what is encrypted too
     * @return ciphertext, then tag
     * @throws IllegalStateException if the key is destroyed
     */
    Bytes seal(Bytes nonce, Bytes associated, Bytes plaintext);

    /**
     * Decrypts what is authentic.
     *
     * @param nonce the initialization vector
     * @param associated what is authenticated only
     * @param sealed ciphertext, then tag
     * @return the plaintext, or nothing if the tag is wrong
     * @throws IllegalStateException if the key is destroyed
     */
    Optional<Bytes> open(Bytes nonce, Bytes associated, Bytes sealed);

    /** Lets go of everything made from the key. The key itself is its owner's to destroy. */
    void destroy();
}
