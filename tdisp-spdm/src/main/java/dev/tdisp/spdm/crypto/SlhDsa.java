package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.SLHDSASigner;

/** SLH-DSA (FIPS 205). */
record SlhDsa(PqcAsymmetricAlgorithm algorithm, ASN1ObjectIdentifier identifier, SLHDSAParameters parameters)
        implements PqcScheme {
    static SlhDsa of(PqcAsymmetricAlgorithm algorithm) {
        return new SlhDsa(algorithm, identifierOf(algorithm), parametersOf(algorithm));
    }

    private static ASN1ObjectIdentifier identifierOf(PqcAsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case SLH_DSA_SHA2_128S -> NISTObjectIdentifiers.id_slh_dsa_sha2_128s;
            case SLH_DSA_SHAKE_128S -> NISTObjectIdentifiers.id_slh_dsa_shake_128s;
            case SLH_DSA_SHA2_128F -> NISTObjectIdentifiers.id_slh_dsa_sha2_128f;
            case SLH_DSA_SHAKE_128F -> NISTObjectIdentifiers.id_slh_dsa_shake_128f;
            case SLH_DSA_SHA2_192S -> NISTObjectIdentifiers.id_slh_dsa_sha2_192s;
            case SLH_DSA_SHAKE_192S -> NISTObjectIdentifiers.id_slh_dsa_shake_192s;
            case SLH_DSA_SHA2_192F -> NISTObjectIdentifiers.id_slh_dsa_sha2_192f;
            case SLH_DSA_SHAKE_192F -> NISTObjectIdentifiers.id_slh_dsa_shake_192f;
            case SLH_DSA_SHA2_256S -> NISTObjectIdentifiers.id_slh_dsa_sha2_256s;
            case SLH_DSA_SHAKE_256S -> NISTObjectIdentifiers.id_slh_dsa_shake_256s;
            case SLH_DSA_SHA2_256F -> NISTObjectIdentifiers.id_slh_dsa_sha2_256f;
            case SLH_DSA_SHAKE_256F -> NISTObjectIdentifiers.id_slh_dsa_shake_256f;
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> throw new IllegalArgumentException(algorithm + " is not SLH-DSA");
        };
    }

    private static SLHDSAParameters parametersOf(PqcAsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case SLH_DSA_SHA2_128S -> SLHDSAParameters.sha2_128s;
            case SLH_DSA_SHAKE_128S -> SLHDSAParameters.shake_128s;
            case SLH_DSA_SHA2_128F -> SLHDSAParameters.sha2_128f;
            case SLH_DSA_SHAKE_128F -> SLHDSAParameters.shake_128f;
            case SLH_DSA_SHA2_192S -> SLHDSAParameters.sha2_192s;
            case SLH_DSA_SHAKE_192S -> SLHDSAParameters.shake_192s;
            case SLH_DSA_SHA2_192F -> SLHDSAParameters.sha2_192f;
            case SLH_DSA_SHAKE_192F -> SLHDSAParameters.shake_192f;
            case SLH_DSA_SHA2_256S -> SLHDSAParameters.sha2_256s;
            case SLH_DSA_SHAKE_256S -> SLHDSAParameters.shake_256s;
            case SLH_DSA_SHA2_256F -> SLHDSAParameters.sha2_256f;
            case SLH_DSA_SHAKE_256F -> SLHDSAParameters.shake_256f;
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> throw new IllegalArgumentException(algorithm + " is not SLH-DSA");
        };
    }

    @Override
    public Secret privateKey(RandomSource random) {
        var generator = new SLHDSAKeyPairGenerator();
        generator.init(new SLHDSAKeyGenerationParameters(new RandomSourceAdapter(random), parameters));
        return privateKey(generator.generateKeyPair().getPrivate());
    }

    @Override
    public Secret privateKey(AsymmetricKeyParameter key) {
        if (!(key instanceof SLHDSAPrivateKeyParameters ours) || ours.getParameters() != parameters) {
            throw SignatureKeys.foreign(algorithm);
        }
        return Secret.adopt(ours.getEncoded());
    }

    @Override
    public Bytes publicKey(Secret privateKey) {
        return Bytes.of(parameters(privateKey).getEncodedPublicKey());
    }

    @Override
    public Bytes sign(Secret privateKey, RandomSource random, Bytes context, Bytes message) {
        CipherParameters key = parameters(privateKey);
        var signer = new SLHDSASigner();
        signer.init(
                true,
                new ParametersWithContext(
                        random.isDeterministic() ? key : new ParametersWithRandom(key, new RandomSourceAdapter(random)),
                        context.toArray()));
        return Bytes.of(signer.generateSignature(message.toArray()));
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes context, Bytes message, Bytes signature) {
        var verifier = new SLHDSASigner();
        var key = new SLHDSAPublicKeyParameters(parameters, publicKey.toArray());
        verifier.init(false, new ParametersWithContext(key, context.toArray()));
        return verifier.verifySignature(message.toArray(), signature.toArray());
    }

    private SLHDSAPrivateKeyParameters parameters(Secret privateKey) {
        return privateKey.use(bytes -> new SLHDSAPrivateKeyParameters(parameters, bytes));
    }
}
