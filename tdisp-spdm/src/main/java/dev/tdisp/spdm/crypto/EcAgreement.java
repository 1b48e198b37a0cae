package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** Diffie-Hellman on an elliptic curve; the secret is the X coordinate with its leading zeros. */
record EcAgreement(EllipticCurve curve) implements DiffieHellman {
    @Override
    public Secret privateValue(RandomSource random) {
        return curve.privateValue(random);
    }

    @Override
    public Bytes publicValue(Secret privateValue) {
        return curve.encode(curve.publicPoint(privateValue));
    }

    @Override
    public Optional<Secret> agree(Secret privateValue, Bytes peerData) {
        return curve.decode(peerData).map(peer -> agree(privateValue, peer));
    }

    private Secret agree(Secret privateValue, ECPublicKeyParameters peer) {
        var agreement = new ECDHBasicAgreement();
        var value = new BigInteger(1, privateValue.use(byte[]::clone));
        agreement.init(new ECPrivateKeyParameters(value, curve.domain()));
        return Secret.adopt(BigIntegers.asUnsignedByteArray(curve.size(), agreement.calculateAgreement(peer)));
    }
}
