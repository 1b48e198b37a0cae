package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** Verifies EdDSA signatures of whole messages. */
record EdDsaVerifier(EdwardsCurve curve, AsymmetricKeyParameter key) implements Verifier {
    static EdDsaVerifier of(EdwardsCurve curve, SubjectPublicKeyInfo key) {
        Bytes encoded = Bytes.of(key.getPublicKeyData().getOctets());
        boolean isOfCurve = key.getAlgorithm().getAlgorithm().equals(curve.identifier())
                && key.getAlgorithm().getParameters() == null
                && encoded.size() == curve.keySize();
        if (!isOfCurve) {
            throw SignatureKeys.foreign(curve.algorithm());
        }
        return new EdDsaVerifier(curve, curve.publicParameters(encoded));
    }

    @Override
    public AsymmetricAlgorithm algorithm() {
        return curve.algorithm();
    }

    @Override
    public boolean verify(Hash hash, String context, Bytes message, Bytes signature) {
        if (signature.size() != algorithm().signatureSize()) {
            return false;
        }
        var verifier = curve.signer(context);
        verifier.init(false, key);
        verifier.update(message.toArray(), 0, message.size());
        return verifier.verifySignature(signature.toArray());
    }
}
