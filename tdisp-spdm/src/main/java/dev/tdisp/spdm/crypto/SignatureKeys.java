package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Finds the implementation of a signature algorithm. */
final class SignatureKeys {
    private SignatureKeys() {}

    static Signer generate(SignatureAlgorithm algorithm, RandomSource random) {
        return algorithm instanceof AsymmetricAlgorithm classic
                ? generate(classic, random)
                : PqcSigner.generate((PqcAsymmetricAlgorithm) algorithm, random);
    }

    private static Signer generate(AsymmetricAlgorithm algorithm, RandomSource random) {
        return switch (algorithm) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
                EcdsaSigner.generate(algorithm, EllipticCurve.of(algorithm), random);
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096 ->
                RsaSigner.generate(algorithm, random);
            case ED25519 -> EdDsaSigner.generate(EdwardsCurve.ED25519, random);
            case ED448 -> EdDsaSigner.generate(EdwardsCurve.ED448, random);
            case SM2_P256 -> Sm2Signer.generate(random);
        };
    }

    static Verifier verifier(SignatureAlgorithm algorithm, Bytes publicKey) {
        try {
            var key = SubjectPublicKeyInfo.getInstance(publicKey.toArray());
            return algorithm instanceof AsymmetricAlgorithm classic
                    ? verifier(classic, key)
                    : PqcVerifier.of((PqcAsymmetricAlgorithm) algorithm, key);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static Verifier verifier(AsymmetricAlgorithm algorithm, SubjectPublicKeyInfo key) {
        return switch (algorithm) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> EcdsaVerifier.of(algorithm, EllipticCurve.of(algorithm), key);
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096 ->
                RsaVerifier.of(algorithm, key);
            case ED25519 -> EdDsaVerifier.of(EdwardsCurve.ED25519, key);
            case ED448 -> EdDsaVerifier.of(EdwardsCurve.ED448, key);
            case SM2_P256 -> Sm2Verifier.of(key);
        };
    }

    static List<SignatureAlgorithm> algorithms(Bytes publicKey) {
        return Stream.<SignatureAlgorithm[]>of(AsymmetricAlgorithm.values(), PqcAsymmetricAlgorithm.values())
                .flatMap(Arrays::stream)
                .filter(algorithm -> isKeyFor(algorithm, publicKey))
                .toList();
    }

    private static boolean isKeyFor(SignatureAlgorithm algorithm, Bytes publicKey) {
        try {
            return verifier(algorithm, publicKey).algorithm() == algorithm;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** Returns the DER encoding of a SubjectPublicKeyInfo. */
    static Bytes publicKeyInfo(AlgorithmIdentifier identifier, Bytes key) {
        try {
            return Bytes.of(new SubjectPublicKeyInfo(identifier, key.toArray()).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    static MalformedMessageException malformed(String reason) {
        return new MalformedMessageException("SubjectPublicKeyInfo", 0, reason);
    }

    static MalformedMessageException malformedPrivateKey(String reason) {
        return new MalformedMessageException("PrivateKey", 0, reason);
    }

    /** A key that is of another algorithm. */
    static MalformedMessageException foreign(SignatureAlgorithm algorithm) {
        return malformed("not a key for " + algorithm);
    }
}
