package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.util.Optional;

/**
 * Authenticated encryption with associated data.
 *
 * <p>Has no state; safe for use by many threads.
 */
public interface Aead {
    /**
     * Returns the cipher of an algorithm.
     *
     * @param algorithm the algorithm
     * @return the cipher
     */
    static Aead of(AeadAlgorithm algorithm) {
        return algorithm == AeadAlgorithm.SM4_GCM ? new Sm4Aead() : JdkAead.of(algorithm);
    }

    /**
     * Returns the algorithm.
     *
     * @return which cipher this is; it knows the sizes of key, initialization vector and tag
     */
    AeadAlgorithm algorithm();

    /**
     * Prepares a key for many messages.
     *
     * @param key the key; stays the caller's to destroy
     * @return the cipher with that key
     * @throws IllegalArgumentException if the key has another size
     */
    KeyedAead keyed(Secret key);

    /**
     * Encrypts and authenticates one message.
     *
     * @param key the key
     * @param nonce the initialization vector; never twice with one key
     * @param associated what is authenticated only
     * @param plaintext what is encrypted too
     * @return ciphertext, then tag
     */
    default Bytes seal(Secret key, Bytes nonce, Bytes associated, Bytes plaintext) {
        return keyed(key).seal(nonce, associated, plaintext);
    }

    /**
     * Decrypts one message if it is authentic.
     *
     * @param key the key
     * @param nonce the initialization vector
     * @param associated what is authenticated only
     * @param sealed ciphertext, then tag
     * @return the plaintext, or nothing if the tag is wrong
     */
    default Optional<Bytes> open(Secret key, Bytes nonce, Bytes associated, Bytes sealed) {
        return keyed(key).open(nonce, associated, sealed);
    }
}
