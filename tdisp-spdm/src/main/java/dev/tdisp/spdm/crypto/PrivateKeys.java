package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** Reads private keys: PKCS #8, SEC 1 and PKCS #1, as DER or PEM. */
final class PrivateKeys {
    private PrivateKeys() {}

    static Signer read(SignatureAlgorithm algorithm, Bytes file, RandomSource random) {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(parse(derOf(file)));
            return algorithm instanceof AsymmetricAlgorithm classic
                    ? classic(classic, key, random)
                    : pqc((PqcAsymmetricAlgorithm) algorithm, key, random);
        } catch (MalformedMessageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes; none tells of the key.
            throw SignatureKeys.malformedPrivateKey("neither PKCS #8 nor SEC 1 nor PKCS #1");
        }
    }

    private static Bytes derOf(Bytes file) {
        return Pem.isPem(file)
                ? Pem.decode(file).stream()
                        .filter(block -> block.label().endsWith("PRIVATE KEY"))
                        .findFirst()
                        .orElseThrow(() -> SignatureKeys.malformedPrivateKey("no private key in the PEM file"))
                        .content()
                : file;
    }

    /** Tells the three formats apart by the second element: AlgorithmIdentifier, private value, or modulus. */
    private static PrivateKeyInfo parse(Bytes der) throws IOException {
        ASN1Sequence key = ASN1Sequence.getInstance(der.toArray());
        ASN1Encodable second = key.getObjectAt(1);
        if (second instanceof ASN1Sequence) {
            return PrivateKeyInfo.getInstance(key);
        }
        if (second instanceof ASN1Integer) {
            var identifier = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption);
            return new PrivateKeyInfo(identifier, RSAPrivateKey.getInstance(key));
        }
        return sec1(key);
    }

    private static PrivateKeyInfo sec1(ASN1Sequence key) throws IOException {
        for (ASN1Encodable element : key) {
            if (element instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 0) {
                var identifier =
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, tagged.getExplicitBaseObject());
                return new PrivateKeyInfo(identifier, ECPrivateKey.getInstance(key));
            }
        }
        throw SignatureKeys.malformedPrivateKey("the key does not name its curve");
    }

    private static Signer classic(AsymmetricAlgorithm algorithm, AsymmetricKeyParameter key, RandomSource random) {
        return switch (algorithm) {
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096 ->
                rsa(algorithm, key, random);
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> {
                EllipticCurve curve = EllipticCurve.of(algorithm);
                yield EcdsaSigner.of(algorithm, curve, elliptic(algorithm, curve, key), random);
            }
            case SM2_P256 -> Sm2Signer.of(elliptic(algorithm, EllipticCurve.SM2, key), random);
            case ED25519 -> EdDsaSigner.of(EdwardsCurve.ED25519, edwards(EdwardsCurve.ED25519, key));
            case ED448 -> EdDsaSigner.of(EdwardsCurve.ED448, edwards(EdwardsCurve.ED448, key));
        };
    }

    private static Signer rsa(AsymmetricAlgorithm algorithm, AsymmetricKeyParameter key, RandomSource random) {
        if (key instanceof RSAPrivateCrtKeyParameters rsa
                && rsa.getModulus().bitLength() == algorithm.signatureSize() * Byte.SIZE) {
            return RsaSigner.of(algorithm, rsa, random);
        }
        throw SignatureKeys.foreign(algorithm);
    }

    private static Secret elliptic(AsymmetricAlgorithm algorithm, EllipticCurve curve, AsymmetricKeyParameter key) {
        if (key instanceof ECPrivateKeyParameters ec
                && ec.getParameters().getCurve().equals(curve.domain().getCurve())) {
            return Secret.adopt(BigIntegers.asUnsignedByteArray(curve.size(), ec.getD()));
        }
        throw SignatureKeys.foreign(algorithm);
    }

    private static Secret edwards(EdwardsCurve curve, AsymmetricKeyParameter key) {
        if (curve == EdwardsCurve.ED25519 && key instanceof Ed25519PrivateKeyParameters small) {
            return Secret.adopt(small.getEncoded());
        }
        if (curve == EdwardsCurve.ED448 && key instanceof Ed448PrivateKeyParameters large) {
            return Secret.adopt(large.getEncoded());
        }
        throw SignatureKeys.foreign(curve.algorithm());
    }

    private static Signer pqc(PqcAsymmetricAlgorithm algorithm, AsymmetricKeyParameter key, RandomSource random) {
        PqcScheme scheme = PqcScheme.of(algorithm);
        return PqcSigner.of(scheme, scheme.privateKey(key), random);
    }
}
