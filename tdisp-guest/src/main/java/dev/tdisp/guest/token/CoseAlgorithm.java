package dev.tdisp.guest.token;

import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.util.Optional;
import java.util.stream.Stream;

/** The signatures of COSE (RFC 9053) that tokens can have. */
public enum CoseAlgorithm {
    /** ECDSA with P-256 and SHA-256. */
    ES256(-7, AsymmetricAlgorithm.ECDSA_P256, HashAlgorithm.SHA_256),
    /** ECDSA with P-384 and SHA-384. */
    ES384(-35, AsymmetricAlgorithm.ECDSA_P384, HashAlgorithm.SHA_384),
    /** ECDSA with P-521 and SHA-512. */
    ES512(-36, AsymmetricAlgorithm.ECDSA_P521, HashAlgorithm.SHA_512);

    private final int id;
    private final AsymmetricAlgorithm signature;
    private final HashAlgorithm hash;

    CoseAlgorithm(int id, AsymmetricAlgorithm signature, HashAlgorithm hash) {
        this.id = id;
        this.signature = signature;
        this.hash = hash;
    }

    static Optional<CoseAlgorithm> of(SignatureAlgorithm signature) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.signature == signature)
                .findFirst();
    }

    static Optional<CoseAlgorithm> of(long id) {
        return Stream.of(values()).filter(algorithm -> algorithm.id == id).findFirst();
    }

    int id() {
        return id;
    }

    SignatureAlgorithm signature() {
        return signature;
    }

    HashAlgorithm hash() {
        return hash;
    }
}
