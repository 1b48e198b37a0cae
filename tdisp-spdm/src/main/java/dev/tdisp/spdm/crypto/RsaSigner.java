package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.jspecify.annotations.Nullable;

/** Signs by RSA. */
final class RsaSigner implements Signer {
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    private static final int CERTAINTY = 112;

    private final AsymmetricAlgorithm algorithm;
    private final Bytes publicKey;
    private final RandomSource random;
    private @Nullable AsymmetricKeyParameter privateKey;

    private RsaSigner(
            AsymmetricAlgorithm algorithm, Bytes publicKey, RandomSource random, AsymmetricKeyParameter privateKey) {
        this.algorithm = algorithm;
        this.publicKey = publicKey;
        this.random = random;
        this.privateKey = privateKey;
    }

    static RsaSigner generate(AsymmetricAlgorithm algorithm, RandomSource random) {
        var generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(
                EXPONENT, new RandomSourceAdapter(random), algorithm.signatureSize() * Byte.SIZE, CERTAINTY));
        return of(
                algorithm,
                (RSAPrivateCrtKeyParameters) generator.generateKeyPair().getPrivate(),
                random);
    }

    static RsaSigner of(AsymmetricAlgorithm algorithm, RSAPrivateCrtKeyParameters key, RandomSource random) {
        var identifier = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        var publicKey = new RSAPublicKey(key.getModulus(), key.getPublicExponent());
        try {
            Bytes encoded = SignatureKeys.publicKeyInfo(identifier, Bytes.of(publicKey.getEncoded(ASN1Encoding.DER)));
            return new RsaSigner(algorithm, encoded, random, key);
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    @Override
    public AsymmetricAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Hash hash, String context, Bytes message) {
        if (privateKey == null) {
            throw new IllegalStateException("the key is destroyed");
        }
        byte[] salt = random.next(hash.size()).toArray();
        var signer = RsaPadding.of(algorithm).signer(hash.algorithm(), salt);
        signer.init(true, new ParametersWithRandom(privateKey, new RandomSourceAdapter(random)));
        signer.update(message.toArray(), 0, message.size());
        try {
            return Bytes.of(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalArgumentException("a digest of " + hash.algorithm() + " does not fit", e);
        }
    }

    @Override
    public void destroy() {
        privateKey = null;
    }

    @Override
    public String toString() {
        return "RsaSigner[" + algorithm + "]";
    }
}
