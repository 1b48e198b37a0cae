package dev.tdisp.spdm.certificate;

import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The names that X.509 gives to signatures of a digest, one for each hash. */
enum SignatureName {
    /** ECDSA. */
    ECDSA(Map.of(
            HashAlgorithm.SHA_256, X9ObjectIdentifiers.ecdsa_with_SHA256,
            HashAlgorithm.SHA_384, X9ObjectIdentifiers.ecdsa_with_SHA384,
            HashAlgorithm.SHA_512, X9ObjectIdentifiers.ecdsa_with_SHA512,
            HashAlgorithm.SHA3_256, NISTObjectIdentifiers.id_ecdsa_with_sha3_256,
            HashAlgorithm.SHA3_384, NISTObjectIdentifiers.id_ecdsa_with_sha3_384,
            HashAlgorithm.SHA3_512, NISTObjectIdentifiers.id_ecdsa_with_sha3_512)),
    /** RSA with PKCS #1 v1.5 padding. */
    RSASSA(Map.of(
            HashAlgorithm.SHA_256, PKCSObjectIdentifiers.sha256WithRSAEncryption,
            HashAlgorithm.SHA_384, PKCSObjectIdentifiers.sha384WithRSAEncryption,
            HashAlgorithm.SHA_512, PKCSObjectIdentifiers.sha512WithRSAEncryption,
            HashAlgorithm.SHA3_256, NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_256,
            HashAlgorithm.SHA3_384, NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_384,
            HashAlgorithm.SHA3_512, NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_512)),
    /** RSA with PSS padding: one name for all hashes; the parameters say which, and the salt is as large (RFC 4055). */
    RSAPSS(Map.of(
            HashAlgorithm.SHA_256, NISTObjectIdentifiers.id_sha256,
            HashAlgorithm.SHA_384, NISTObjectIdentifiers.id_sha384,
            HashAlgorithm.SHA_512, NISTObjectIdentifiers.id_sha512,
            HashAlgorithm.SHA3_256, NISTObjectIdentifiers.id_sha3_256,
            HashAlgorithm.SHA3_384, NISTObjectIdentifiers.id_sha3_384,
            HashAlgorithm.SHA3_512, NISTObjectIdentifiers.id_sha3_512)),
    /** SM2. */
    SM2(Map.of(HashAlgorithm.SM3_256, GMObjectIdentifiers.sm2sign_with_sm3));

    private final Map<HashAlgorithm, ASN1ObjectIdentifier> identifiers;

    SignatureName(Map<HashAlgorithm, ASN1ObjectIdentifier> identifiers) {
        this.identifiers = identifiers;
    }

    /**
     * Returns the names of an algorithm's signatures.
     *
     * @throws IllegalArgumentException if the algorithm signs whole messages
     */
    static SignatureName of(SignatureAlgorithm algorithm) {
        if (algorithm instanceof AsymmetricAlgorithm classic) {
            return switch (classic) {
                case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> ECDSA;
                case RSASSA_2048, RSASSA_3072, RSASSA_4096 -> RSASSA;
                case RSAPSS_2048, RSAPSS_3072, RSAPSS_4096 -> RSAPSS;
                case SM2_P256 -> SM2;
                case ED25519, ED448 -> throw new IllegalArgumentException(algorithm + " signs no digest");
            };
        }
        throw new IllegalArgumentException(algorithm + " signs no digest");
    }

    AlgorithmIdentifier identifier(HashAlgorithm hash) {
        ASN1ObjectIdentifier identifier = identifiers.get(hash);
        return switch (this) {
            case ECDSA, SM2 -> new AlgorithmIdentifier(identifier);
            case RSASSA -> new AlgorithmIdentifier(identifier, DERNull.INSTANCE);
            case RSAPSS -> {
                var digest = new AlgorithmIdentifier(identifier);
                var mask = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest);
                var parameters = new RSASSAPSSparams(
                        digest, mask, new ASN1Integer(hash.size()), RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
                yield new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
            }
        };
    }

    /** Returns the hash of a signature that has one of these names. */
    Optional<HashAlgorithm> hash(AlgorithmIdentifier named) {
        return Arrays.stream(HashAlgorithm.values())
                .filter(identifiers::containsKey)
                .filter(hash -> isNameOf(named, hash))
                .findFirst();
    }

    private boolean isNameOf(AlgorithmIdentifier named, HashAlgorithm hash) {
        return this == RSAPSS
                ? named.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS) && isPssWith(named, hash)
                : named.getAlgorithm().equals(identifiers.get(hash));
    }

    private boolean isPssWith(AlgorithmIdentifier named, HashAlgorithm hash) {
        try {
            RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(named.getParameters());
            AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
            AlgorithmIdentifier maskHash = AlgorithmIdentifier.getInstance(mask.getParameters());
            ASN1ObjectIdentifier expected = identifiers.get(hash);
            return parameters.getHashAlgorithm().getAlgorithm().equals(expected)
                    && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                    && maskHash.getAlgorithm().equals(expected)
                    && parameters.getSaltLength().equals(BigInteger.valueOf(hash.size()))
                    && parameters.getTrailerField().equals(BigInteger.ONE);
        } catch (IllegalArgumentException | NullPointerException e) {
            // Without parameters, or with others than these, it is a name that is not known here.
            return false;
        }
    }
}
