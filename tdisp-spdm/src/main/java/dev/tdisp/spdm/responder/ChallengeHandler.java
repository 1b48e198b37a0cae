package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;

/** Answers CHALLENGE (section 2.6). */
final class ChallengeHandler implements RequestHandler {
    static final int NONCE_SIZE = 32;

    private static final int BASIC_MUTUAL_AUTHENTICATION = 0x80;

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
        Identity identity = in.requireIdentity(request.slot(), KeySlotInfo.CHALLENGE);
        MeasurementSummary summary = summaries.requireKnownType(in, request.summaryType());
        if (!responder.connection().transcript().isChallengeComplete()) {
            throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "too much was read since GET_DIGESTS");
        }
        boolean isChallenging = responder.authentication().isChallenging();
        return Answer.of(respond(decoded, identity, summary, isChallenging))
                .before(() -> complete(in.channel(), isChallenging));
    }

    private ChallengeAuth respond(
            Decoded<Challenge> request, Identity identity, MeasurementSummary summary, boolean isChallenging) {
        Challenge challenge = request.message();
        var unsigned = new ChallengeAuth(
                header(challenge.slot(), isChallenging),
                identity.hash(),
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
                responder.sign(identity, SigningContext.RESPONDER_CHALLENGE_AUTH, transcript));
    }

    private SpdmHeader header(int slot, boolean isChallenging) {
        boolean isRaw = slot == Credentials.RAW_KEY;
        int provisioned = isRaw ? 0 : responder.credentials().provisionedSlots();
        int attribute = isChallenging ? BASIC_MUTUAL_AUTHENTICATION : 0;
        return responder.header((isRaw ? Credentials.RAW_KEY_NIBBLE : slot) | attribute, provisioned);
    }

    private void complete(Channel channel, boolean isChallenging) {
        Connection connection = responder.connection();
        connection.transcript().challengeCompleted();
        if (isChallenging) {
            responder.authentication().challenge(channel);
        } else {
            connection.reach(ConnectionState.AUTHENTICATED, "CHALLENGE");
        }
    }
}
