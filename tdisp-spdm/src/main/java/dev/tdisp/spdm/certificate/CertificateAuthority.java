package dev.tdisp.spdm.certificate;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A small authority: a root or an intermediate one, which issues device identities.
 *
 * <p>The same seed gives the same keys and certificates, byte for byte. For one thread at a time.
 *
 * <pre>{@code
 * var root = CertificateAuthority.root("Acme root", AsymmetricAlgorithm.ECDSA_P384, random);
 * DeviceIdentity identity = root.intermediate("Acme devices").issue(new DeviceName("ACME", "WIDGET", "1"));
 * }</pre>
 */
public final class CertificateAuthority {
    private final SignatureAlgorithm algorithm;
    private final X500Name name;
    private final RandomSource random;
    private final CertificateFactory factory;
    private final List<X509Certificate> path;

    private CertificateAuthority(
            SignatureAlgorithm algorithm, X500Name name, CertificateFactory factory, List<X509Certificate> path) {
        this.algorithm = algorithm;
        this.name = name;
        this.random = factory.random();
        this.factory = factory;
        this.path = path;
    }

    /**
     * Creates a root authority.
     *
     * @param commonName its name
     * @param algorithm what its key, and those of all it issues, are for
     * @param random where keys and serial numbers come from
     * @return the authority
     */
    public static CertificateAuthority root(String commonName, SignatureAlgorithm algorithm, RandomSource random) {
        X500Name name = CertificateFactory.commonName(commonName);
        Signer signer = Signer.generate(algorithm, random);
        var factory = new CertificateFactory(name, signer, random);
        X509Certificate certificate = factory.authority(name, signer.publicKey(), OptionalInt.empty());
        return new CertificateAuthority(algorithm, name, factory, List.of(certificate));
    }

    /**
     * Creates an authority under this one.
     *
     * @param commonName its name
     * @return the authority
     */
    public CertificateAuthority intermediate(String commonName) {
        return intermediate(commonName, OptionalInt.empty());
    }

    /**
     * Creates an authority under this one, with a limit to what it may certify.
     *
     * @param commonName its name
     * @param pathLength how many authorities may stand between it and a leaf
     * @return the authority
     */
    public CertificateAuthority intermediate(String commonName, int pathLength) {
        return intermediate(commonName, OptionalInt.of(pathLength));
    }

    private CertificateAuthority intermediate(String commonName, OptionalInt pathLength) {
        X500Name subject = CertificateFactory.commonName(commonName);
        Signer key = Signer.generate(algorithm, random);
        return new CertificateAuthority(
                algorithm,
                subject,
                new CertificateFactory(subject, key, random),
                path(factory.authority(subject, key.publicKey(), pathLength)));
    }

    /**
     * Issues a device's identity, with a new key.
     *
     * @param device the device's name
     * @return key and certificates
     */
    public DeviceIdentity issue(DeviceName device) {
        return issue(device, LeafOptions.DEFAULT);
    }

    /**
     * Issues a device's identity that may be wrong in some way, with a new key.
     *
     * @param device the device's name
     * @param options how the leaf is made
     * @return key and certificates
     */
    public DeviceIdentity issue(DeviceName device, LeafOptions options) {
        Signer key = Signer.generate(algorithm, random);
        return new DeviceIdentity(issue(device, key.publicKey(), options), key);
    }

    /**
     * Certifies a key that exists.
     *
     * @param device the device's name
     * @param publicKey the DER encoding of the key's SubjectPublicKeyInfo
     * @param options how the leaf is made
     * @return the certificates from the root to the leaf
     */
    public List<X509Certificate> issue(DeviceName device, Bytes publicKey, LeafOptions options) {
        return path(factory.leaf(device, publicKey, options));
    }

    /**
     * Returns the authority's own certificate.
     *
     * @return for a root authority, the trust anchor
     */
    public X509Certificate certificate() {
        return path.get(path.size() - 1);
    }

    /**
     * Returns the trust anchor.
     *
     * @return the certificate of the root authority
     */
    public X509Certificate root() {
        return path.get(0);
    }

    /**
     * Names the authority.
     *
     * @return its name
     */
    @Override
    public String toString() {
        return "CertificateAuthority[" + name + "]";
    }

    private List<X509Certificate> path(X509Certificate last) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(last);
        return List.copyOf(longer);
    }
}
