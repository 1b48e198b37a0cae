package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.SM2KeyExchange;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.SM2KeyExchangePrivateParameters;
import org.bouncycastle.crypto.params.SM2KeyExchangePublicParameters;

/**
 * The SM2 key exchange (section 5.1): each party's name is fixed, and its one key pair is both the static and the
 * ephemeral one, because ExchangeData has room for one.
 */
record Sm2Agreement(SpdmVersion version) implements KeyAgreement {
    private static final EllipticCurve CURVE = EllipticCurve.SM2;

    @Override
    public Initiator start(RandomSource random) {
        Secret privateValue = CURVE.privateValue(random);
        return new Started(this, privateValue, publicValue(privateValue));
    }

    @Override
    public Optional<Response> respond(Bytes peerData, RandomSource random) {
        Secret privateValue = CURVE.privateValue(random);
        try {
            return agree(SpdmRole.RESPONDER, privateValue, peerData)
                    .map(secret -> new Response(publicValue(privateValue), secret));
        } finally {
            privateValue.destroy();
        }
    }

    private Optional<Secret> agree(SpdmRole self, Secret privateValue, Bytes peerData) {
        return CURVE.decode(peerData).map(peer -> agree(self, privateValue, peer));
    }

    private Secret agree(SpdmRole self, Secret privateValue, ECPublicKeyParameters peer) {
        boolean isInitiator = self == SpdmRole.REQUESTER;
        var value = new BigInteger(1, privateValue.use(byte[]::clone));
        var own = new ECPrivateKeyParameters(value, CURVE.domain());
        var exchange = new SM2KeyExchange(new SM3Digest());
        exchange.init(new ParametersWithID(
                new SM2KeyExchangePrivateParameters(isInitiator, own, own), identity(isInitiator)));
        var other = new ParametersWithID(new SM2KeyExchangePublicParameters(peer, peer), identity(!isInitiator));
        return Secret.adopt(exchange.calculateKey(DheGroup.SM2_P256.sharedSecretSize() * Byte.SIZE, other));
    }

    private byte[] identity(boolean isRequester) {
        String text = (isRequester ? "Requester" : "Responder") + "-KEP-dmtf-spdm-v" + version;
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Bytes publicValue(Secret privateValue) {
        return CURVE.encode(CURVE.publicPoint(privateValue));
    }

    /** Keeps the private value until the responder's point comes. */
    private record Started(Sm2Agreement agreement, Secret privateValue, Bytes exchangeData) implements Initiator {
        @Override
        public Optional<Secret> finish(Bytes peerData) {
            try {
                return agreement.agree(SpdmRole.REQUESTER, privateValue, peerData);
            } finally {
                privateValue.destroy();
            }
        }

        @Override
        public void destroy() {
            privateValue.destroy();
        }
    }
}
