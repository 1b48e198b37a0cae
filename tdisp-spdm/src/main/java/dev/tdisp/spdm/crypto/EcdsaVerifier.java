package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.math.BigInteger;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** Verifies ECDSA signatures: r, then s, each as large as a coordinate. */
record EcdsaVerifier(AsymmetricAlgorithm algorithm, ECPublicKeyParameters key) implements Verifier {
    static EcdsaVerifier of(AsymmetricAlgorithm algorithm, EllipticCurve curve, SubjectPublicKeyInfo key) {
        return new EcdsaVerifier(algorithm, curve.publicKey(algorithm, key));
    }

    @Override
    public boolean verify(Hash hash, String context, Bytes message, Bytes signature) {
        if (signature.size() != algorithm.signatureSize()) {
            return false;
        }
        int half = signature.size() / 2;
        var r = new BigInteger(1, signature.slice(0, half).toArray());
        var s = new BigInteger(1, signature.from(half).toArray());
        var verifier = new ECDSASigner();
        verifier.init(false, key);
        return verifier.verifySignature(hash.digest(message).toArray(), r, s);
    }
}
