package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CryptoException;

/** Signs whole messages by EdDSA, which is deterministic by itself. */
record EdDsaSigner(EdwardsCurve curve, Secret privateKey, Bytes publicKey) implements Signer {
    static EdDsaSigner generate(EdwardsCurve curve, RandomSource random) {
        return of(curve, Secret.copyOf(random.next(curve.keySize())));
    }

    static EdDsaSigner of(EdwardsCurve curve, Secret privateKey) {
        var identifier = new AlgorithmIdentifier(curve.identifier());
        Bytes publicKey = SignatureKeys.publicKeyInfo(identifier, curve.publicKey(privateKey));
        return new EdDsaSigner(curve, privateKey, publicKey);
    }

    @Override
    public AsymmetricAlgorithm algorithm() {
        return curve.algorithm();
    }

    @Override
    public Bytes sign(Hash hash, String context, Bytes message) {
        var signer = curve.signer(context);
        signer.init(true, curve.privateParameters(privateKey));
        signer.update(message.toArray(), 0, message.size());
        try {
            return Bytes.of(signer.generateSignature());
        } catch (CryptoException e) {
            throw new AssertionError("EdDSA signs every message", e);
        }
    }

    @Override
    public void destroy() {
        privateKey.destroy();
    }
}
