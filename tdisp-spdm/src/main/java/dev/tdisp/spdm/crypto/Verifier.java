package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.util.List;

/**
 * A public key that verifies.
 *
 * <p>Has no state; safe for use by many threads.
 */
public interface Verifier {
    /**
     * Reads a public key.
     *
     * @param algorithm what the key must be for
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     * @return the key
     * @throws MalformedMessageException if this is not a key of that algorithm
     */
    static Verifier of(SignatureAlgorithm algorithm, Bytes publicKey) {
        return SignatureKeys.verifier(algorithm, publicKey);
    }

    /**
     * Finds what a public key can be for.
     *
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     * @return one algorithm; for an RSA key the two paddings; nothing for any other key
     */
    static List<SignatureAlgorithm> algorithms(Bytes publicKey) {
        return verifiers(publicKey).stream().map(Verifier::algorithm).toList();
    }

    /**
     * Reads a public key for all that it can be for, as its algorithm identifier says.
     *
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     * @return one key; for an RSA key one of each padding; nothing for any other key
     */
    static List<Verifier> verifiers(Bytes publicKey) {
        return SignatureKeys.verifiers(publicKey);
    }

    /**
     * Returns the algorithm.
     *
     * @return what the key is for
     */
    SignatureAlgorithm algorithm();

    /**
     * Verifies a signature.
     *
     * @param hash the hash function, for algorithms that sign a digest
     * @param context the signing context, for algorithms that have one; others ignore it
     * @param message what was signed
     * @param signature the signature in SPDM's encoding (section 4.2)
     * @return true if it is the key's signature of the message
     */
    boolean verify(Hash hash, String context, Bytes message, Bytes signature);
}
