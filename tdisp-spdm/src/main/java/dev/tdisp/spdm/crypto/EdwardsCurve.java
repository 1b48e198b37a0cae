package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;

/** The curves of EdDSA; only the larger one signs a context. */
enum EdwardsCurve {
    ED25519(AsymmetricAlgorithm.ED25519, EdECObjectIdentifiers.id_Ed25519, 32),
    ED448(AsymmetricAlgorithm.ED448, EdECObjectIdentifiers.id_Ed448, 57);

    private final AsymmetricAlgorithm algorithm;
    private final ASN1ObjectIdentifier identifier;
    private final int keySize;

    EdwardsCurve(AsymmetricAlgorithm algorithm, ASN1ObjectIdentifier identifier, int keySize) {
        this.algorithm = algorithm;
        this.identifier = identifier;
        this.keySize = keySize;
    }

    AsymmetricAlgorithm algorithm() {
        return algorithm;
    }

    ASN1ObjectIdentifier identifier() {
        return identifier;
    }

    /** Returns the size of a private and of a public key. */
    int keySize() {
        return keySize;
    }

    Bytes publicKey(Secret privateKey) {
        return Bytes.of(privateKey.use(bytes -> switch (this) {
            case ED25519 ->
                new Ed25519PrivateKeyParameters(bytes).generatePublicKey().getEncoded();
            case ED448 ->
                new Ed448PrivateKeyParameters(bytes).generatePublicKey().getEncoded();
        }));
    }

    AsymmetricKeyParameter privateParameters(Secret privateKey) {
        return privateKey.use(bytes -> switch (this) {
            case ED25519 -> new Ed25519PrivateKeyParameters(bytes);
            case ED448 -> new Ed448PrivateKeyParameters(bytes);
        });
    }

    AsymmetricKeyParameter publicParameters(Bytes publicKey) {
        return switch (this) {
            case ED25519 -> new Ed25519PublicKeyParameters(publicKey.toArray());
            case ED448 -> new Ed448PublicKeyParameters(publicKey.toArray());
        };
    }

    Signer signer(String context) {
        return switch (this) {
            case ED25519 -> new Ed25519Signer();
            case ED448 -> new Ed448Signer(context.getBytes(StandardCharsets.US_ASCII));
        };
    }
}
