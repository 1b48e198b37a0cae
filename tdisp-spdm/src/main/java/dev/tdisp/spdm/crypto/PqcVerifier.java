package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Verifies signatures of ML-DSA or SLH-DSA over whole messages, with the signing context. */
record PqcVerifier(PqcScheme scheme, Bytes key) implements Verifier {
    static PqcVerifier of(PqcAsymmetricAlgorithm algorithm, SubjectPublicKeyInfo key) {
        PqcScheme scheme = PqcScheme.of(algorithm);
        Bytes encoded = Bytes.of(key.getPublicKeyData().getOctets());
        boolean isOfScheme = key.getAlgorithm().getAlgorithm().equals(scheme.identifier())
                && key.getAlgorithm().getParameters() == null
                && encoded.size() == algorithm.publicKeySize();
        if (!isOfScheme) {
            throw SignatureKeys.foreign(algorithm);
        }
        return new PqcVerifier(scheme, encoded);
    }

    @Override
    public PqcAsymmetricAlgorithm algorithm() {
        return scheme.algorithm();
    }

    @Override
    public boolean verify(Hash hash, String context, Bytes message, Bytes signature) {
        return signature.size() == algorithm().signatureSize()
                && scheme.verify(key, Bytes.of(context.getBytes(StandardCharsets.US_ASCII)), message, signature);
    }
}
