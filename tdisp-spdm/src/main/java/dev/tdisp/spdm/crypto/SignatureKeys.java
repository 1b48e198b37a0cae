package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Finds the implementation of a signature algorithm. */
final class SignatureKeys {
    private static final Map<ASN1Encodable, List<SignatureAlgorithm>> NAMED = byName();

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

    /** Reads a public key for each algorithm that it can be for. */
    static List<Verifier> verifiers(Bytes publicKey) {
        try {
            var key = SubjectPublicKeyInfo.getInstance(publicKey.toArray());
            return named(key.getAlgorithm()).stream()
                    .flatMap(algorithm -> verifierIfFit(algorithm, publicKey).stream())
                    .toList();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return List.of();
        }
    }

    private static Optional<Verifier> verifierIfFit(SignatureAlgorithm algorithm, Bytes publicKey) {
        try {
            return Optional.of(verifier(algorithm, publicKey));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Returns the algorithms whose keys have this name; whether the key fits is for its reader to say. */
    private static List<SignatureAlgorithm> named(AlgorithmIdentifier identifier) {
        ASN1Encodable name = isOnNamedCurve(identifier) ? identifier.getParameters() : identifier.getAlgorithm();
        return NAMED.getOrDefault(name, List.of());
    }

    private static boolean isOnNamedCurve(AlgorithmIdentifier identifier) {
        return identifier.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && identifier.getParameters() != null;
    }

    private static Map<ASN1Encodable, List<SignatureAlgorithm>> byName() {
        Map<ASN1Encodable, List<SignatureAlgorithm>> algorithms = new HashMap<>();
        Stream.<SignatureAlgorithm[]>of(AsymmetricAlgorithm.values(), PqcAsymmetricAlgorithm.values())
                .flatMap(Arrays::stream)
                .forEach(algorithm -> namesOf(algorithm)
                        .forEach(name -> algorithms
                                .computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(algorithm)));
        return Map.copyOf(algorithms);
    }

    /** Returns what names an algorithm's keys: its identifier, or the curve's. */
    private static List<ASN1ObjectIdentifier> namesOf(SignatureAlgorithm algorithm) {
        if (!(algorithm instanceof AsymmetricAlgorithm classic)) {
            return List.of(PqcScheme.of((PqcAsymmetricAlgorithm) algorithm).identifier());
        }
        return switch (classic) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521, SM2_P256 ->
                List.of(EllipticCurve.of(classic).identifier());
            case RSASSA_2048, RSASSA_3072, RSASSA_4096 -> List.of(PKCSObjectIdentifiers.rsaEncryption);
            case RSAPSS_2048, RSAPSS_3072, RSAPSS_4096 ->
                List.of(PKCSObjectIdentifiers.rsaEncryption, PKCSObjectIdentifiers.id_RSASSA_PSS);
            case ED25519 -> List.of(EdwardsCurve.ED25519.identifier());
            case ED448 -> List.of(EdwardsCurve.ED448.identifier());
        };
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
