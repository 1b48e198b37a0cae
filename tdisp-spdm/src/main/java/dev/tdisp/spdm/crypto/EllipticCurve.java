package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** A curve, and SPDM's encoding of its points: X, then Y, without a prefix (section 5.1). */
enum EllipticCurve {
    P256(SECObjectIdentifiers.secp256r1),
    P384(SECObjectIdentifiers.secp384r1),
    P521(SECObjectIdentifiers.secp521r1),
    SM2(GMObjectIdentifiers.sm2p256v1);

    private static final int UNCOMPRESSED = 0x04;
    private static final int EXTRA_RANDOM_SIZE = 8;

    private final ASN1ObjectIdentifier identifier;
    private final ECNamedDomainParameters domain;

    EllipticCurve(ASN1ObjectIdentifier identifier) {
        this.identifier = identifier;
        this.domain = new ECNamedDomainParameters(identifier, CustomNamedCurves.getByOID(identifier));
    }

    /** Returns the curve of an algorithm that signs. */
    static EllipticCurve of(AsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256 -> P256;
            case ECDSA_P384 -> P384;
            case ECDSA_P521 -> P521;
            case SM2_P256 -> SM2;
            case RSASSA_2048, RSAPSS_2048, RSASSA_3072, RSAPSS_3072, RSASSA_4096, RSAPSS_4096, ED25519, ED448 ->
                throw new IllegalArgumentException(algorithm + " has no such curve");
        };
    }

    ASN1ObjectIdentifier identifier() {
        return identifier;
    }

    ECDomainParameters domain() {
        return domain;
    }

    /** Returns the size of a coordinate. */
    int size() {
        return (domain.getCurve().getFieldSize() + 7) / 8;
    }

    /** Draws a private value, uniform but for a bias of 2^-64 (FIPS 186, appendix B.4.1). */
    Secret privateValue(RandomSource random) {
        BigInteger n = domain.getN();
        int size = (n.bitLength() + 7) / 8;
        var drawn = new BigInteger(1, random.next(size + EXTRA_RANDOM_SIZE).toArray());
        BigInteger value = drawn.mod(n.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        return Secret.adopt(BigIntegers.asUnsignedByteArray(size, value));
    }

    ECPoint publicPoint(Secret privateValue) {
        var value = new BigInteger(1, privateValue.use(byte[]::clone));
        return new FixedPointCombMultiplier().multiply(domain.getG(), value).normalize();
    }

    /** Returns the DER encoding of the SubjectPublicKeyInfo. */
    Bytes publicKeyInfo(Secret privateValue) {
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, identifier);
        return SignatureKeys.publicKeyInfo(
                algorithm, Bytes.of(publicPoint(privateValue).getEncoded(false)));
    }

    /** Reads a key that must be of this curve. */
    ECPublicKeyParameters publicKey(AsymmetricAlgorithm algorithm, SubjectPublicKeyInfo key) {
        boolean isOfCurve = key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && identifier.equals(key.getAlgorithm().getParameters());
        if (!isOfCurve) {
            throw SignatureKeys.foreign(algorithm);
        }
        return decodeEncoded(Bytes.of(key.getPublicKeyData().getOctets()))
                .orElseThrow(() -> SignatureKeys.malformed("not a point of the curve"));
    }

    Bytes encode(ECPoint point) {
        return Bytes.of(point.getEncoded(false)).from(1);
    }

    /** Returns the public key of a point, or nothing if the bytes are no point of the curve. */
    Optional<ECPublicKeyParameters> decode(Bytes coordinates) {
        return coordinates.size() == 2 * size()
                ? decodeEncoded(Bytes.of((byte) UNCOMPRESSED).plus(coordinates))
                : Optional.empty();
    }

    /** Returns the public key of an encoding with its prefix, or nothing if the bytes are no point of the curve. */
    Optional<ECPublicKeyParameters> decodeEncoded(Bytes encoded) {
        try {
            ECPoint point = domain.getCurve().decodePoint(encoded.toArray());
            return Optional.of(new ECPublicKeyParameters(point, domain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
