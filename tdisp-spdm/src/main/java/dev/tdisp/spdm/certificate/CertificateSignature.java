package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.BigIntegers;

/**
 * How X.509 names and encodes a signature of SPDM's algorithms.
 *
 * @param identifier X.509's name of algorithm and hash
 * @param algorithms the algorithms of that name, one a key size
 * @param hash the hash
 */
record CertificateSignature(ASN1ObjectIdentifier identifier, Set<AsymmetricAlgorithm> algorithms, HashAlgorithm hash) {
    private static final Set<AsymmetricAlgorithm> ECDSA =
            Set.of(AsymmetricAlgorithm.ECDSA_P256, AsymmetricAlgorithm.ECDSA_P384, AsymmetricAlgorithm.ECDSA_P521);
    private static final Set<AsymmetricAlgorithm> RSA =
            Set.of(AsymmetricAlgorithm.RSASSA_2048, AsymmetricAlgorithm.RSASSA_3072, AsymmetricAlgorithm.RSASSA_4096);
    private static final List<CertificateSignature> TABLE = List.of(
            new CertificateSignature(X9ObjectIdentifiers.ecdsa_with_SHA256, ECDSA, HashAlgorithm.SHA_256),
            new CertificateSignature(X9ObjectIdentifiers.ecdsa_with_SHA384, ECDSA, HashAlgorithm.SHA_384),
            new CertificateSignature(X9ObjectIdentifiers.ecdsa_with_SHA512, ECDSA, HashAlgorithm.SHA_512),
            new CertificateSignature(PKCSObjectIdentifiers.sha256WithRSAEncryption, RSA, HashAlgorithm.SHA_256),
            new CertificateSignature(PKCSObjectIdentifiers.sha384WithRSAEncryption, RSA, HashAlgorithm.SHA_384),
            new CertificateSignature(PKCSObjectIdentifiers.sha512WithRSAEncryption, RSA, HashAlgorithm.SHA_512),
            new CertificateSignature(
                    EdECObjectIdentifiers.id_Ed25519, Set.of(AsymmetricAlgorithm.ED25519), HashAlgorithm.SHA_512),
            new CertificateSignature(
                    EdECObjectIdentifiers.id_Ed448, Set.of(AsymmetricAlgorithm.ED448), HashAlgorithm.SHA_512));

    /** Verifies a certificate's signature; one of an algorithm that is not known here does not verify. */
    static boolean verify(AlgorithmIdentifier identifier, Bytes publicKey, Bytes message, Bytes signature) {
        return TABLE.stream()
                .filter(row -> row.identifier.equals(identifier.getAlgorithm()))
                .anyMatch(row -> row.verify(publicKey, message, signature));
    }

    /** Returns the row by which a key signs certificates: with the hash that fits its strength. */
    static CertificateSignature of(SignatureAlgorithm algorithm) {
        HashAlgorithm preferred = algorithm.signatureSize() > AsymmetricAlgorithm.ECDSA_P384.signatureSize()
                ? HashAlgorithm.SHA_512
                : algorithm == AsymmetricAlgorithm.ECDSA_P256 ? HashAlgorithm.SHA_256 : HashAlgorithm.SHA_384;
        List<CertificateSignature> rows = TABLE.stream()
                .filter(row -> row.algorithms.contains(certificateAlgorithm(algorithm)))
                .toList();
        return rows.stream()
                .filter(row -> row.hash == preferred)
                .findFirst()
                .or(() -> rows.stream().findFirst())
                .orElseThrow(() -> new UnsupportedOperationException(algorithm + " is not implemented"));
    }

    /** Returns the algorithm by which a key signs certificates: never PSS. */
    static SignatureAlgorithm certificateAlgorithm(SignatureAlgorithm algorithm) {
        if (algorithm instanceof AsymmetricAlgorithm classic) {
            return switch (classic) {
                case RSAPSS_2048 -> AsymmetricAlgorithm.RSASSA_2048;
                case RSAPSS_3072 -> AsymmetricAlgorithm.RSASSA_3072;
                case RSAPSS_4096 -> AsymmetricAlgorithm.RSASSA_4096;
                case RSASSA_2048, RSASSA_3072, RSASSA_4096 -> classic;
                case ECDSA_P256, ECDSA_P384, ECDSA_P521, SM2_P256, ED25519, ED448 -> classic;
            };
        }
        return algorithm;
    }

    AlgorithmIdentifier algorithmIdentifier() {
        return algorithms.equals(RSA)
                ? new AlgorithmIdentifier(identifier, DERNull.INSTANCE)
                : new AlgorithmIdentifier(identifier);
    }

    Bytes sign(Signer signer, Bytes message) {
        Bytes signature = signer.sign(Hash.of(hash), "", message);
        return algorithms.equals(ECDSA) ? toDer(signature) : signature;
    }

    private boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        return algorithms.stream()
                .flatMap(algorithm -> verifier(algorithm, publicKey).stream())
                .anyMatch(verifier -> encoded(verifier.algorithm(), signature)
                        .filter(encoded -> verifier.verify(Hash.of(hash), "", message, encoded))
                        .isPresent());
    }

    private Optional<Bytes> encoded(SignatureAlgorithm algorithm, Bytes signature) {
        return algorithms.equals(ECDSA) ? fromDer(signature, algorithm.signatureSize() / 2) : Optional.of(signature);
    }

    private static Optional<Verifier> verifier(AsymmetricAlgorithm algorithm, Bytes publicKey) {
        try {
            return Optional.of(Verifier.of(algorithm, publicKey));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static Bytes toDer(Bytes signature) {
        int half = signature.size() / 2;
        var numbers = new ASN1EncodableVector(2);
        numbers.add(new ASN1Integer(new BigInteger(1, signature.slice(0, half).toArray())));
        numbers.add(new ASN1Integer(new BigInteger(1, signature.from(half).toArray())));
        try {
            return Bytes.of(new DERSequence(numbers).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    private static Optional<Bytes> fromDer(Bytes signature, int size) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(signature.toArray());
            Bytes joined = Bytes.EMPTY;
            for (int i = 0; i < 2; i++) {
                BigInteger number =
                        ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue();
                if (number.signum() <= 0 || number.bitLength() > size * Byte.SIZE) {
                    return Optional.empty();
                }
                joined = joined.plus(Bytes.of(BigIntegers.asUnsignedByteArray(size, number)));
            }
            return numbers.size() == 2 ? Optional.of(joined) : Optional.empty();
        } catch (RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes.
            return Optional.empty();
        }
    }
}
