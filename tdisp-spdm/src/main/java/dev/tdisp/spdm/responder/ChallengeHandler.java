package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Decoded;

/** Answers CHALLENGE (section 2.6). */
final class ChallengeHandler implements RequestHandler {
    static final int NONCE_SIZE = 32;

    private final Responder responder;
    private final SummaryRules summaries;

    ChallengeHandler(Responder responder) {
        this.responder = responder;
        this.summaries = new SummaryRules(responder);
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
        summaries.requirePossible(in, request.summaryType());
        DeviceIdentity slot = responder
                .slot(request.slot())
                .orElseThrow(() -> in.invalid("slot %d holds no chain".formatted(request.slot())));
        MeasurementSummary summary = summaries.requireKnownType(in, request.summaryType());
        return Answer.of(respond(decoded, slot, summary)).before(this::complete);
    }

    private ChallengeAuth respond(Decoded<Challenge> request, DeviceIdentity slot, MeasurementSummary summary) {
        Challenge challenge = request.message();
        var unsigned = new ChallengeAuth(
                responder.header(challenge.slot(), responder.provisionedSlots()),
                responder.chainHash(slot),
                responder.random(NONCE_SIZE),
                summaries.compute(summary),
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
