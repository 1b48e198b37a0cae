package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;

/**
 * A private key that signs.
 *
 * <p>With a deterministic source of randomness the signatures are deterministic too (RFC 6979). For one thread at a time.
 */
public interface Signer {
    /**
     * Makes a new key.
     *
     * @param algorithm what the key is for
     * @param random where the key, and the signatures' randomness, come from
     * @return the key
     */
    static Signer generate(SignatureAlgorithm algorithm, RandomSource random) {
        return SignatureKeys.generate(algorithm, random);
    }

    /**
     * Reads a key that exists.
     *
     * @param algorithm what the key is for; an RSA key serves both paddings
     * @param file the content of a key file: PKCS #8, SEC 1 or PKCS #1, as DER or PEM, without a password
     * @param random where the signatures' randomness comes from
     * @return the key
     * @throws MalformedMessageException if this is not a key of that algorithm
     */
    static Signer read(SignatureAlgorithm algorithm, Bytes file, RandomSource random) {
        return PrivateKeys.read(algorithm, file, random);
    }

    /**
     * Returns the algorithm.
     *
     * @return what the key is for
     */
    SignatureAlgorithm algorithm();

    /**
     * Returns the public key.
     *
     * @return the DER encoding of its SubjectPublicKeyInfo
     */
    Bytes publicKey();

    /**
     * Signs a message.
     *
     * @param hash the hash function, for algorithms that sign a digest
     * @param context the signing context, for algorithms that have one; others ignore it
     * @param message what to sign
     * @return the signature in SPDM's encoding (section 4.2)
     */
    Bytes sign(Hash hash, String context, Bytes message);

    /** Forgets the private key. */
    void destroy();
}
