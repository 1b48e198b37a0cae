package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.math.BigInteger;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/** Signs by SM2, always with SM3 and an empty signer identity (section 4.2). */
record Sm2Signer(Secret privateValue, Bytes publicKey, RandomSource random) implements Signer {
    static Sm2Signer generate(RandomSource random) {
        return of(EllipticCurve.SM2.privateValue(random), random);
    }

    static Sm2Signer of(Secret privateValue, RandomSource random) {
        return new Sm2Signer(privateValue, EllipticCurve.SM2.publicKeyInfo(privateValue), random);
    }

    @Override
    public AsymmetricAlgorithm algorithm() {
        return AsymmetricAlgorithm.SM2_P256;
    }

    @Override
    public Bytes sign(Hash hash, String context, Bytes message) {
        var value = new BigInteger(1, privateValue.use(byte[]::clone));
        var key = new ECPrivateKeyParameters(value, EllipticCurve.SM2.domain());
        SM2Signer signer = engine();
        signer.init(true, identified(new ParametersWithRandom(key, new RandomSourceAdapter(random))));
        signer.update(message.toArray(), 0, message.size());
        try {
            return Bytes.of(signer.generateSignature());
        } catch (CryptoException e) {
            throw new AssertionError("SM2 signs every message", e);
        }
    }

    @Override
    public void destroy() {
        privateValue.destroy();
    }

    static SM2Signer engine() {
        return new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    }

    static ParametersWithID identified(CipherParameters key) {
        return new ParametersWithID(key, new byte[0]);
    }
}
