package dev.tdisp.spdm.crypto;

import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/** The two ways in which RSA pads a digest. */
enum RsaPadding {
    /** PKCS #1 v1.5. */
    PKCS1,
    /** PSS with the same hash for its mask and a salt as large as a digest. */
    PSS;

    static RsaPadding of(AsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case RSASSA_2048, RSASSA_3072, RSASSA_4096 -> PKCS1;
            case RSAPSS_2048, RSAPSS_3072, RSAPSS_4096 -> PSS;
            case ECDSA_P256, ECDSA_P384, ECDSA_P521, SM2_P256, ED25519, ED448 ->
                throw new IllegalArgumentException(algorithm + " is not RSA");
        };
    }

    Signer verifier(HashAlgorithm hash) {
        return switch (this) {
            case PKCS1 -> new RSADigestSigner(BcDigests.of(hash), identifier(hash));
            case PSS -> {
                Digest content = BcDigests.of(hash);
                yield new PSSSigner(new RSABlindedEngine(), content, BcDigests.of(hash), hash.size());
            }
        };
    }

    Signer signer(HashAlgorithm hash, byte[] salt) {
        return switch (this) {
            case PKCS1 -> verifier(hash);
            case PSS -> new PSSSigner(new RSABlindedEngine(), BcDigests.of(hash), BcDigests.of(hash), salt);
        };
    }

    private static ASN1ObjectIdentifier identifier(HashAlgorithm hash) {
        return switch (hash) {
            case SHA_256 -> NISTObjectIdentifiers.id_sha256;
            case SHA_384 -> NISTObjectIdentifiers.id_sha384;
            case SHA_512 -> NISTObjectIdentifiers.id_sha512;
            case SHA3_256 -> NISTObjectIdentifiers.id_sha3_256;
            case SHA3_384 -> NISTObjectIdentifiers.id_sha3_384;
            case SHA3_512 -> NISTObjectIdentifiers.id_sha3_512;
            case SM3_256 -> GMObjectIdentifiers.sm3;
        };
    }
}
