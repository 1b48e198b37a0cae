package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Finds the implementation of a signature algorithm. */
final class SignatureKeys {
    private SignatureKeys() {}

    static Signer generate(SignatureAlgorithm algorithm, RandomSource random) {
        return switch (classic(algorithm)) {
            case ECDSA_P256 -> EcdsaSigner.generate(AsymmetricAlgorithm.ECDSA_P256, EllipticCurve.P256, random);
            case ECDSA_P384 -> EcdsaSigner.generate(AsymmetricAlgorithm.ECDSA_P384, EllipticCurve.P384, random);
            case ECDSA_P521 -> EcdsaSigner.generate(AsymmetricAlgorithm.ECDSA_P521, EllipticCurve.P521, random);
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096 ->
                RsaSigner.generate(classic(algorithm), random);
            case ED25519 -> EdDsaSigner.generate(EdwardsCurve.ED25519, random);
            case ED448 -> EdDsaSigner.generate(EdwardsCurve.ED448, random);
            case SM2_P256 -> throw notImplemented(algorithm);
        };
    }

    static Verifier verifier(SignatureAlgorithm algorithm, Bytes publicKey) {
        try {
            return verifier(algorithm, SubjectPublicKeyInfo.getInstance(publicKey.toArray()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static Verifier verifier(SignatureAlgorithm algorithm, SubjectPublicKeyInfo key) {
        return switch (classic(algorithm)) {
            case ECDSA_P256 -> EcdsaVerifier.of(AsymmetricAlgorithm.ECDSA_P256, EllipticCurve.P256, key);
            case ECDSA_P384 -> EcdsaVerifier.of(AsymmetricAlgorithm.ECDSA_P384, EllipticCurve.P384, key);
            case ECDSA_P521 -> EcdsaVerifier.of(AsymmetricAlgorithm.ECDSA_P521, EllipticCurve.P521, key);
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096 ->
                RsaVerifier.of(classic(algorithm), key);
            case ED25519 -> EdDsaVerifier.of(EdwardsCurve.ED25519, key);
            case ED448 -> EdDsaVerifier.of(EdwardsCurve.ED448, key);
            case SM2_P256 -> throw notImplemented(algorithm);
        };
    }

    static MalformedMessageException malformed(String reason) {
        return new MalformedMessageException("SubjectPublicKeyInfo", 0, reason);
    }

    private static AsymmetricAlgorithm classic(SignatureAlgorithm algorithm) {
        if (algorithm instanceof AsymmetricAlgorithm classic) {
            return classic;
        }
        throw notImplemented(algorithm);
    }

    private static UnsupportedOperationException notImplemented(SignatureAlgorithm algorithm) {
        return new UnsupportedOperationException(algorithm + " is not implemented");
    }
}
