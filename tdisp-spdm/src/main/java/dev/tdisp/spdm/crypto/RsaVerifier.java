package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/** Verifies RSA signatures: big-endian, as large as the modulus. */
record RsaVerifier(AsymmetricAlgorithm algorithm, RSAKeyParameters key) implements Verifier {
    static RsaVerifier of(AsymmetricAlgorithm algorithm, SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier identifier = key.getAlgorithm().getAlgorithm();
        boolean isPss = RsaPadding.of(algorithm) == RsaPadding.PSS;
        boolean isRsa = identifier.equals(PKCSObjectIdentifiers.rsaEncryption)
                || isPss && identifier.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
        if (!isRsa) {
            throw SignatureKeys.foreign(algorithm);
        }
        try {
            RSAPublicKey encoded = RSAPublicKey.getInstance(key.parsePublicKey());
            if (encoded.getModulus().bitLength() != algorithm.signatureSize() * Byte.SIZE) {
                throw SignatureKeys.foreign(algorithm);
            }
            var parameters = new RSAKeyParameters(false, encoded.getModulus(), encoded.getPublicExponent());
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
