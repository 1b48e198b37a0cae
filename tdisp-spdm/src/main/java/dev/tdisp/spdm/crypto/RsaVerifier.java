package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Verifies RSA signatures: big-endian, as large as the modulus. */
record RsaVerifier(AsymmetricAlgorithm algorithm, RSAKeyParameters key) implements Verifier {
    static RsaVerifier of(AsymmetricAlgorithm algorithm, SubjectPublicKeyInfo key) {
        if (!key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw SignatureKeys.malformed("not a key for " + algorithm);
        }
        try {
            var parameters = (RSAKeyParameters) PublicKeyFactory.createKey(key);
            if (parameters.getModulus().bitLength() != algorithm.signatureSize() * Byte.SIZE) {
                throw SignatureKeys.malformed("not a key for " + algorithm);
            }
            return new RsaVerifier(algorithm, parameters);
        } catch (IOException e) {
            throw SignatureKeys.malformed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean verify(Hash hash, String context, Bytes message, Bytes signature) {
        if (signature.size() != algorithm.signatureSize()) {
            return false;
        }
        var verifier = RsaPadding.of(algorithm).verifier(hash.algorithm());
        verifier.init(false, key);
        verifier.update(message.toArray(), 0, message.size());
        return verifier.verifySignature(signature.toArray());
    }
}
