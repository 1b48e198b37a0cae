package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;

/** Verifies SM2 signatures: r, then s, each as large as a coordinate. */
record Sm2Verifier(ECPublicKeyParameters key) implements Verifier {
    static Sm2Verifier of(SubjectPublicKeyInfo key) {
        return new Sm2Verifier(EllipticCurve.SM2.publicKey(AsymmetricAlgorithm.SM2_P256, key));
    }

    @Override
    public AsymmetricAlgorithm algorithm() {
        return AsymmetricAlgorithm.SM2_P256;
    }

    @Override
    public boolean verify(Hash hash, String context, Bytes message, Bytes signature) {
        if (signature.size() != algorithm().signatureSize()) {
            return false;
        }
        SM2Signer verifier = Sm2Signer.engine();
        verifier.init(false, Sm2Signer.identified(key));
        verifier.update(message.toArray(), 0, message.size());
        return verifier.verifySignature(signature.toArray());
    }
}
