package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Signs whole messages by ML-DSA or SLH-DSA, with the signing context. */
record PqcSigner(PqcScheme scheme, Secret privateKey, Bytes publicKey, RandomSource random) implements Signer {
    static PqcSigner generate(PqcAsymmetricAlgorithm algorithm, RandomSource random) {
        PqcScheme scheme = PqcScheme.of(algorithm);
        return of(scheme, scheme.privateKey(random), random);
    }

    static PqcSigner of(PqcScheme scheme, Secret privateKey, RandomSource random) {
        var identifier = new AlgorithmIdentifier(scheme.identifier());
        Bytes publicKey = SignatureKeys.publicKeyInfo(identifier, scheme.publicKey(privateKey));
        return new PqcSigner(scheme, privateKey, publicKey, random);
    }

    @Override
    public PqcAsymmetricAlgorithm algorithm() {
        return scheme.algorithm();
    }

    @Override
    public Bytes sign(Hash hash, String context, Bytes message) {
        return scheme.sign(privateKey, random, Bytes.of(context.getBytes(StandardCharsets.US_ASCII)), message);
    }

    @Override
    public void destroy() {
        privateKey.destroy();
    }
}
