package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;

/** Lets the requester prove that it holds its key: the end of basic mutual authentication. */
final class ChallengeInquiry implements Inquiry {
    private static final int MAXIMUM_OPAQUE_SIZE = 1024;
    private static final int CONTEXT_SIZE = 8;
    private static final int ATTRIBUTES = 0xF0;

    private final Responder responder;
    private final int slot;
    private Bytes context = Bytes.EMPTY;

    ChallengeInquiry(Responder responder, int slot) {
        this.responder = responder;
        this.slot = slot;
    }

    @Override
    public SpdmRequest request() {
        SpdmVersion version = responder.connection().version();
        context = version.isAtLeast(SpdmVersion.V1_3) ? responder.random(CONTEXT_SIZE) : Bytes.EMPTY;
        return Challenge.of(version, slot, 0, responder.random(ChallengeHandler.NONCE_SIZE), context);
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        ChallengeAuth proof = (ChallengeAuth) response;
        requireEcho(proof);
        Connection connection = responder.connection();
        if (!connection.transcript().isMutualChallengeComplete()) {
            throw new InvalidResponse("too much was asked");
        }
        Bytes transcript =
                connection.transcript().mutualChallenge(connection.version(), request, proof.encodeWithoutSignature());
        boolean isSigned = responder
                .authentication()
                .isSigned(slot, SigningContext.REQUESTER_CHALLENGE_AUTH, transcript, proof.signature());
        if (!isSigned) {
            throw new InvalidResponse("the signature is wrong");
        }
        connection.transcript().mutualChallengeCompleted();
        connection.reach(ConnectionState.AUTHENTICATED, "CHALLENGE_AUTH of the requester");
        return slot == Credentials.RAW_KEY ? Outcome.DONE : Outcome.slot(slot);
    }

    private void requireEcho(ChallengeAuth proof) {
        int provisioned = proof.header().param2();
        boolean isRaw = slot == Credentials.RAW_KEY;
        boolean isShown = isRaw
                ? proof.slot() == Credentials.RAW_KEY_NIBBLE && provisioned == 0
                : proof.slot() == slot && (provisioned & 1 << slot) != 0;
        if (!isShown || proof.header().hasParam1(ATTRIBUTES)) {
            throw new InvalidResponse(
                    "attributes %02xh, slots %02xh".formatted(proof.header().param1(), provisioned));
        }
        Bytes hash =
                responder.requester().hash(slot, responder.connection().hash()).orElseThrow();
        if (!proof.certChainHash().equalsInConstantTime(hash)
                || !proof.requesterContext().equals(context)
                || proof.opaqueData().size() > opaqueLimit()) {
            throw new InvalidResponse("CHALLENGE_AUTH does not fit CHALLENGE");
        }
    }

    private int opaqueLimit() {
        Connection connection = responder.connection();
        boolean isAllowed = !connection.version().isAtLeast(SpdmVersion.V1_2)
                || connection.suite().opaqueDataFormat() != OpaqueDataFormat.NONE;
        return isAllowed ? MAXIMUM_OPAQUE_SIZE : 0;
    }
}
