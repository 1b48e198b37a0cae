package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;

/**
 * A hash function, and what is built on it: HMAC and HKDF.
 *
 * <p>Has no state; safe for use by many threads.
 *
 * <pre>{@code
 * Bytes digest = Hash.of(HashAlgorithm.SHA_384).digest(message);
 * }</pre>
 */
public interface Hash {
    /**
     * Returns the function of an algorithm.
     *
     * @param algorithm the algorithm
     * @return the function
     */
    static Hash of(HashAlgorithm algorithm) {
        return algorithm == HashAlgorithm.SM3_256 ? new BcHash(algorithm) : JdkHash.of(algorithm);
    }

    /**
     * Returns the algorithm.
     *
     * @return which function this is
     */
    HashAlgorithm algorithm();

    /**
     * Returns the size of a digest.
     *
     * @return the size in bytes
     */
    int size();

    /**
     * Computes a digest.
     *
     * @param parts what to digest, one part behind the other
     * @return the digest
     */
    Bytes digest(Bytes... parts);

    /**
     * Computes an HMAC.
     *
     * @param key the key
     * @param message what to authenticate
     * @return the code
     */
    Bytes hmac(Secret key, Bytes message);

    /**
     * Extracts a pseudorandom key (RFC 5869).
     *
     * @param salt the salt
     * @param keyMaterial the secret input
     * @return the key, as large as a digest
     */
    Secret extract(Secret salt, Secret keyMaterial);

    /**
     * Expands a pseudorandom key (RFC 5869).
     *
     * @param key the key
     * @param info what the result is for
     * @param size the size of the result, at most 255 digests
     * @return the derived secret
     */
    Secret expand(Secret key, Bytes info, int size);
}
