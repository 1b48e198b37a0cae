package dev.tdisp.spdm.certificate;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
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
