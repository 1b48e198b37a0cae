package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Decoded;

/** Answers CHALLENGE (section 2.6). */
final class ChallengeHandler implements RequestHandler {
    static final int NONCE_SIZE = 32;

    private final Responder responder;
    private final MeasurementSummary summary;

    ChallengeHandler(Responder responder) {
        this.responder = responder;
        this.summary = new MeasurementSummary(responder);
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireVersion();
        in.requireReady();
        in.requireNoSession();
        in.requireCapability(Capability.CHAL_CAP);
        in.requireNegotiated();
        Decoded<Challenge> decoded = in.decode(Challenge.class);
        Challenge request = decoded.message();
        summary.requirePossible(in, request.summaryType());
        SlotIdentity slot = responder
                .slot(request.slot())
                .orElseThrow(() -> in.invalid("slot %d holds no chain".formatted(request.slot())));
        summary.requireKnownType(in, request.summaryType());
        return Answer.of(respond(decoded, slot)).before(this::complete);
    }

    private ChallengeAuth respond(Decoded<Challenge> request, SlotIdentity slot) {
        Challenge challenge = request.message();
        var unsigned = new ChallengeAuth(
                responder.header(challenge.slot(), responder.provisionedSlots()),
                responder.chainHash(slot),
                responder.random(NONCE_SIZE),
                summary.compute(challenge.summaryType()),
                Bytes.EMPTY,
                challenge.requesterContext(),
                Bytes.EMPTY);
        Bytes transcript = responder.connection().transcript().challenge(request.bytes(), unsigned.encode());
        return new ChallengeAuth(
                unsigned.header(),
                unsigned.certChainHash(),
                unsigned.nonce(),
                unsigned.measurementSummaryHash(),
                unsigned.opaqueData(),
                unsigned.requesterContext(),
                responder.sign(slot, SigningContext.RESPONDER_CHALLENGE_AUTH, transcript));
    }

    private void complete() {
        Connection connection = responder.connection();
        connection.transcript().challengeCompleted();
        connection.reach(ConnectionState.AUTHENTICATED, "CHALLENGE");
    }
}
