package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** A signature scheme that withstands quantum computers, in pure mode: it signs whole messages with a context. */
interface PqcScheme {
    static PqcScheme of(PqcAsymmetricAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> MlDsa.of(algorithm);
            case SLH_DSA_SHA2_128S,
                    SLH_DSA_SHAKE_128S,
                    SLH_DSA_SHA2_128F,
                    SLH_DSA_SHAKE_128F,
                    SLH_DSA_SHA2_192S,
                    SLH_DSA_SHAKE_192S,
                    SLH_DSA_SHA2_192F,
                    SLH_DSA_SHAKE_192F,
                    SLH_DSA_SHA2_256S,
                    SLH_DSA_SHAKE_256S,
                    SLH_DSA_SHA2_256F,
                    SLH_DSA_SHAKE_256F -> SlhDsa.of(algorithm);
        };
    }

    PqcAsymmetricAlgorithm algorithm();

    /** Returns the name of the scheme in keys and certificates. */
    ASN1ObjectIdentifier identifier();

    /** Draws a private key. */
    Secret privateKey(RandomSource random);

    /** Returns the encoding of a private key that was read from a file. */
    Secret privateKey(AsymmetricKeyParameter key);

    /** Returns the public key as it stands in a SubjectPublicKeyInfo. */
    Bytes publicKey(Secret privateKey);

    /** Signs: without other randomness if the source is deterministic, hedged otherwise. */
    Bytes sign(Secret privateKey, RandomSource random, Bytes context, Bytes message);

    boolean verify(Bytes publicKey, Bytes context, Bytes message, Bytes signature);
}
