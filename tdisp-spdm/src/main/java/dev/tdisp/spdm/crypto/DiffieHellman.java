package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.DheGroup;
import java.util.Optional;

/** An agreement in which both parties do the same: a private value, a public value, and their product. */
interface DiffieHellman extends KeyAgreement {
    static DiffieHellman of(DheGroup group) {
        return switch (group) {
            case FFDHE_2048, FFDHE_3072, FFDHE_4096 -> FiniteFieldAgreement.of(group);
            case SECP_256_R1 -> new EcAgreement(EllipticCurve.P256);
            case SECP_384_R1 -> new EcAgreement(EllipticCurve.P384);
            case SECP_521_R1 -> new EcAgreement(EllipticCurve.P521);
            case SM2_P256 -> throw new IllegalArgumentException(group + " is no plain Diffie-Hellman");
        };
    }

    Secret privateValue(RandomSource random);

    Bytes publicValue(Secret privateValue);

    Optional<Secret> agree(Secret privateValue, Bytes peerData);

    @Override
    default Initiator start(RandomSource random) {
        Secret privateValue = privateValue(random);
        return new DiffieHellmanInitiator(this, privateValue, publicValue(privateValue));
    }

    @Override
    default Optional<Response> respond(Bytes peerData, RandomSource random) {
        Secret privateValue = privateValue(random);
        try {
            return agree(privateValue, peerData).map(secret -> new Response(publicValue(privateValue), secret));
        } finally {
            privateValue.destroy();
        }
    }
}
