package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.math.BigInteger;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/** Signs by ECDSA: by RFC 6979 with a deterministic source of randomness, by random k otherwise. */
record EcdsaSigner(
        AsymmetricAlgorithm algorithm, EllipticCurve curve, Secret privateValue, Bytes publicKey, RandomSource random)
        implements Signer {
    static EcdsaSigner generate(AsymmetricAlgorithm algorithm, EllipticCurve curve, RandomSource random) {
        return of(algorithm, curve, curve.privateValue(random), random);
    }

    static EcdsaSigner of(
            AsymmetricAlgorithm algorithm, EllipticCurve curve, Secret privateValue, RandomSource random) {
        return new EcdsaSigner(algorithm, curve, privateValue, curve.publicKeyInfo(privateValue), random);
    }

    @Override
    public Bytes sign(Hash hash, String context, Bytes message) {
        var signer = new ECDSASigner(kCalculator(hash));
        var value = new BigInteger(1, privateValue.use(byte[]::clone));
        signer.init(true, new ECPrivateKeyParameters(value, curve.domain()));
        BigInteger[] signature = signer.generateSignature(hash.digest(message).toArray());
        int size = algorithm.signatureSize() / 2;
        return Bytes.of(BigIntegers.asUnsignedByteArray(size, signature[0]))
                .plus(Bytes.of(BigIntegers.asUnsignedByteArray(size, signature[1])));
    }

    @Override
    public void destroy() {
        privateValue.destroy();
    }

    private DSAKCalculator kCalculator(Hash hash) {
        return random.isDeterministic()
                ? new HMacDSAKCalculator(BcDigests.of(hash.algorithm()))
                : new RandomKCalculator(random, curve);
    }
}
