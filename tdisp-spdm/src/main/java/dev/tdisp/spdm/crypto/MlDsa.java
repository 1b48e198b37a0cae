package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA (FIPS 204). A private key is its seed, or its expanded form if that is all that is known. */
record MlDsa(PqcAsymmetricAlgorithm algorithm, ASN1ObjectIdentifier identifier, MLDSAParameters parameters)
        implements PqcScheme {
    private static final int SEED_SIZE = 32;

    static MlDsa of(PqcAsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44 -> new MlDsa(algorithm, NISTObjectIdentifiers.id_ml_dsa_44, MLDSAParameters.ml_dsa_44);
            case ML_DSA_65 -> new MlDsa(algorithm, NISTObjectIdentifiers.id_ml_dsa_65, MLDSAParameters.ml_dsa_65);
            case ML_DSA_87 -> new MlDsa(algorithm, NISTObjectIdentifiers.id_ml_dsa_87, MLDSAParameters.ml_dsa_87);
            default -> throw new IllegalArgumentException(algorithm + " is not ML-DSA");
        };
    }

    @Override
    public Secret privateKey(RandomSource random) {
        return Secret.copyOf(random.next(SEED_SIZE));
    }

    @Override
    public Secret privateKey(AsymmetricKeyParameter key) {
        if (!(key instanceof MLDSAPrivateKeyParameters ours) || ours.getParameters() != parameters) {
            throw SignatureKeys.foreign(algorithm);
        }
        byte[] seed = ours.getSeed();
        return Secret.adopt(seed == null ? ours.getEncoded() : seed);
    }

    @Override
    public Bytes publicKey(Secret privateKey) {
        return Bytes.of(parameters(privateKey).getPublicKey());
    }

    @Override
    public Bytes sign(Secret privateKey, RandomSource random, Bytes context, Bytes message) {
        CipherParameters key = parameters(privateKey);
        var signer = new MLDSASigner();
        signer.init(
                true,
                new ParametersWithContext(
                        random.isDeterministic() ? key : new ParametersWithRandom(key, new RandomSourceAdapter(random)),
                        context.toArray()));
        signer.update(message.toArray(), 0, message.size());
        try {
            return Bytes.of(signer.generateSignature());
        } catch (CryptoException e) {
            throw new AssertionError("ML-DSA signs every message", e);
        }
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes context, Bytes message, Bytes signature) {
        var verifier = new MLDSASigner();
        var key = new MLDSAPublicKeyParameters(parameters, publicKey.toArray());
        verifier.init(false, new ParametersWithContext(key, context.toArray()));
        verifier.update(message.toArray(), 0, message.size());
        return verifier.verifySignature(signature.toArray());
    }

    private MLDSAPrivateKeyParameters parameters(Secret privateKey) {
        return privateKey.use(bytes -> new MLDSAPrivateKeyParameters(parameters, bytes));
    }
}
