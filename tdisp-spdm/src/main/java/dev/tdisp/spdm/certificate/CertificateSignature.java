package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** How X.509 names and encodes the signatures of SPDM's algorithms. */
final class CertificateSignature {
    private static final List<SignatureAlgorithm> ALGORITHMS = Stream.<SignatureAlgorithm[]>of(
                    AsymmetricAlgorithm.values(), PqcAsymmetricAlgorithm.values())
            .flatMap(Arrays::stream)
            .toList();

    private CertificateSignature() {}

    /** Verifies a certificate's signature; one of an algorithm that is not known here does not verify. */
    static boolean verify(AlgorithmIdentifier identifier, Bytes publicKey, Bytes message, Bytes signature) {
        boolean isKeysName = keyIdentifier(publicKey).equals(identifier);
        return ALGORITHMS.stream().anyMatch(algorithm -> {
            Optional<Hash> hash = namesWholeMessages(algorithm)
                    ? Optional.of(hash(algorithm)).filter(unused -> isKeysName)
                    : SignatureName.of(algorithm).hash(identifier).map(Hash::of);
            return hash.isPresent() && verify(algorithm, hash.get(), publicKey, message, signature);
        });
    }

    private static boolean verify(
            SignatureAlgorithm algorithm, Hash hash, Bytes publicKey, Bytes message, Bytes signature) {
        Optional<Bytes> encoded = isPairOfNumbers(algorithm)
                ? NumberPair.fromDer(signature, algorithm.signatureSize() / 2)
                : Optional.of(signature);
        try {
            return encoded.isPresent() && Verifier.of(algorithm, publicKey).verify(hash, "", message, encoded.get());
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** Returns the name of what a key signs certificates with: with the hash that fits its strength. */
    static AlgorithmIdentifier identifier(Signer signer) {
        SignatureAlgorithm algorithm = signer.algorithm();
        return namesWholeMessages(algorithm)
                ? keyIdentifier(signer.publicKey())
                : SignatureName.of(algorithm).identifier(hash(algorithm).algorithm());
    }

    /** Signs a certificate's content. */
    static Bytes sign(Signer signer, Bytes message) {
        SignatureAlgorithm algorithm = signer.algorithm();
        Bytes signature = signer.sign(hash(algorithm), "", message);
        return isPairOfNumbers(algorithm) ? NumberPair.toDer(signature) : signature;
    }

    /** Tells whether a signature has the name of its key, because it covers the whole message. */
    private static boolean namesWholeMessages(SignatureAlgorithm algorithm) {
        return algorithm instanceof PqcAsymmetricAlgorithm
                || algorithm == AsymmetricAlgorithm.ED25519
                || algorithm == AsymmetricAlgorithm.ED448;
    }

    private static boolean isPairOfNumbers(SignatureAlgorithm algorithm) {
        return !namesWholeMessages(algorithm)
                && (SignatureName.of(algorithm) == SignatureName.ECDSA
                        || SignatureName.of(algorithm) == SignatureName.SM2);
    }

    private static AlgorithmIdentifier keyIdentifier(Bytes publicKey) {
        return SubjectPublicKeyInfo.getInstance(publicKey.toArray()).getAlgorithm();
    }

    private static Hash hash(SignatureAlgorithm algorithm) {
        return Hash.of(
                algorithm instanceof AsymmetricAlgorithm classic
                        ? switch (classic) {
                            case ECDSA_P256, RSASSA_2048, RSAPSS_2048 -> HashAlgorithm.SHA_256;
                            case ECDSA_P384, RSASSA_3072, RSAPSS_3072 -> HashAlgorithm.SHA_384;
                            case ECDSA_P521, RSASSA_4096, RSAPSS_4096, ED25519, ED448 -> HashAlgorithm.SHA_512;
                            case SM2_P256 -> HashAlgorithm.SM3_256;
                        }
                        : HashAlgorithm.SHA_512);
    }
}
