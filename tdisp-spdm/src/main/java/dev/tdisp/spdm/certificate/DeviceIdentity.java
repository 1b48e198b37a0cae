package dev.tdisp.spdm.certificate;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a device proves itself with: its key, and the certificates that vouch for it.
 *
 * @param certificates the certificates from the root to the leaf
 * @param signer the leaf's private key
 */
public record DeviceIdentity(List<X509Certificate> certificates, Signer signer) {
    /**
     * Copies the list.
     *
     * @param certificates the certificates
     * @param signer the private key
     */
    public DeviceIdentity {
        certificates = List.copyOf(certificates);
    }

    /**
     * Makes a device's identity with authorities of its own: root, intermediate and leaf.
     *
     * @param name the device's name
     * @param algorithm what the keys are for
     * @param random where keys and serial numbers come from; the same seed gives the same identity
     * @return the identity; {@link #root()} is the trust anchor
     */
    public static DeviceIdentity generate(DeviceName name, SignatureAlgorithm algorithm, RandomSource random) {
        return CertificateAuthority.root(name.manufacturer() + " root", algorithm, random)
                .intermediate(name.manufacturer() + " devices")
                .issue(name);
    }

    /**
     * Reads an identity that exists.
     *
     * @param algorithm what the leaf's key is for; an RSA key serves both paddings
     * @param chain the content of the certificates' file, PEM or DER, from the root to the leaf or the other way round
     * @param key the content of the private key's file: PKCS #8, SEC 1 or PKCS #1, PEM or DER, without a password
     * @param random where the signatures' randomness comes from
     * @return the identity
     * @throws MalformedMessageException if a file is not that
     * @throws IllegalArgumentException if the private key is not the leaf's
     */
    public static DeviceIdentity read(SignatureAlgorithm algorithm, Bytes chain, Bytes key, RandomSource random) {
        List<X509Certificate> certificates = fromRoot(X509Certificate.decodeAll(chain));
        Signer signer = Signer.read(algorithm, key, random);
        var identity = new DeviceIdentity(certificates, signer);
        if (!isKeyOf(identity.leaf(), signer)) {
            signer.destroy();
            throw new IllegalArgumentException("the private key is not that of " + identity.leaf());
        }
        return identity;
    }

    /**
     * Reads an identity that exists, and lets its key decide about the algorithm.
     *
     * @param algorithms what the leaf's key may be for, the preferred one first
     * @param chain the content of the certificates' file, PEM or DER, from the root to the leaf or the other way round
     * @param key the content of the private key's file: PKCS #8, SEC 1 or PKCS #1, PEM or DER, without a password
     * @param random where the signatures' randomness comes from
     * @return the identity
     * @throws MalformedMessageException if a file is not that
     * @throws IllegalArgumentException if the leaf's key is for none of the algorithms, or the private key is not the leaf's
     */
    public static DeviceIdentity read(
            List<SignatureAlgorithm> algorithms, Bytes chain, Bytes key, RandomSource random) {
        List<X509Certificate> certificates = fromRoot(X509Certificate.decodeAll(chain));
        X509Certificate leaf = certificates.get(certificates.size() - 1);
        List<SignatureAlgorithm> possible = Verifier.algorithms(leaf.publicKey());
        SignatureAlgorithm algorithm = algorithms.stream()
                .filter(possible::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the key of %s is for %s, not for %s".formatted(leaf, possible, algorithms)));
        return read(algorithm, chain, key, random);
    }

    private static List<X509Certificate> fromRoot(List<X509Certificate> certificates) {
        int last = certificates.size() - 1;
        boolean isLeafFirst = last > 0 && certificates.get(0).isIssuedBy(certificates.get(1));
        List<X509Certificate> ordered = new ArrayList<>(certificates);
        if (isLeafFirst && !certificates.get(0).isSelfIssued()) {
            Collections.reverse(ordered);
        }
        return ordered;
    }

    /** Lets the certificate's key verify what the private key signs: keys may be encoded in more than one way. */
    private static boolean isKeyOf(X509Certificate leaf, Signer signer) {
        Hash hash = Hash.of(HashAlgorithm.SHA_384);
        Bytes signature = signer.sign(hash, "", leaf.encoded());
        return leaf.verifier(signer.algorithm())
                .filter(verifier -> verifier.verify(hash, "", leaf.encoded(), signature))
                .isPresent();
    }

    /**
     * Builds the chain for a negotiated hash.
     *
     * @param hash the negotiated base hash
     * @return the chain
     */
    public CertificateChain chain(Hash hash) {
        return CertificateChain.of(hash, certificates);
    }

    /**
     * Returns the root certificate.
     *
     * @return the first one
     */
    public X509Certificate root() {
        return certificates.get(0);
    }

    /**
     * Returns the device's own certificate.
     *
     * @return the last one
     */
    public X509Certificate leaf() {
        return certificates.get(certificates.size() - 1);
    }
}
