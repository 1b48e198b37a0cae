package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** How X.509 names and encodes the signatures of SPDM's algorithms. */
final class CertificateSignature {
    private CertificateSignature() {}

    /** Verifies a certificate's signature; one of an algorithm that is not known here does not verify. */
    static boolean verify(AlgorithmIdentifier identifier, Bytes publicKey, Bytes message, Bytes signature) {
        for (Verifier verifier : Verifier.verifiers(publicKey)) {
            SignatureAlgorithm algorithm = verifier.algorithm();
            Optional<Hash> hash = namesWholeMessages(algorithm)
                    ? Optional.of(hash(algorithm))
                            .filter(unused -> keyIdentifier(publicKey).equals(identifier))
                    : SignatureName.of(algorithm).hash(identifier).map(Hash::of);
            if (hash.isPresent() && verify(verifier, hash.get(), message, signature)) {
                return true;
            }
        }
        return false;
    }

    private static boolean verify(Verifier verifier, Hash hash, Bytes message, Bytes signature) {
        SignatureAlgorithm algorithm = verifier.algorithm();
        Optional<Bytes> encoded = isPairOfNumbers(algorithm)
                ? NumberPair.fromDer(signature, algorithm.signatureSize() / 2)
                : Optional.of(signature);
        return encoded.isPresent() && verifier.verify(hash, "", message, encoded.get());
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
