package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.NegotiatedContext;

/** CHALLENGE, and what must hold for its response. */
final class Authentication {
    private static final String CLAUSE = "2.6";
    private static final int BASIC_MUTUAL_AUTHENTICATION = 0x80;

    private final Requester requester;

    Authentication(Requester requester) {
        this.requester = requester;
    }

    ChallengeAuth challenge(int slot, MeasurementSummary summary) {
        requester.requireNegotiated();
        Bytes chainHash = requester.identityHash(slot);
        Connection connection = requester.connection();
        if (!connection.transcript().isChallengeComplete()) {
            throw requester.exchange().refuse("too much was read since digests()", CLAUSE);
        }
        Challenge request = Challenge.of(
                connection.version(), slot, summary.code(), requester.nonce(), requester.requesterContext());
        Reply<ChallengeAuth> reply = requester.exchange().inClear(request, ChallengeAuth.class);
        ChallengeAuth response = reply.message();
        requireEcho(slot, request, response);
        if (!response.certChainHash().equalsInConstantTime(chainHash)) {
            throw requester.exchange().refuse("CertChainHash is not that of the chain", CLAUSE);
        }
        requester.requireOpaqueData(response.opaqueData(), CLAUSE);
        Bytes transcript = connection.transcript().challenge(reply.request(), response.encodeWithoutSignature());
        requester.requireSignature(
                slot, SigningContext.RESPONDER_CHALLENGE_AUTH, transcript, response.signature(), CLAUSE);
        connection.transcript().challengeCompleted();
        if (isChallenging(response)) {
            new Encapsulation(requester).run(Place.AFTER_CHALLENGE);
        }
        connection.reach(ConnectionState.AUTHENTICATED, "CHALLENGE_AUTH");
        return response;
    }

    private boolean isChallenging(ChallengeAuth response) {
        return requester.connection().version().isAtLeast(SpdmVersion.V1_1)
                && response.header().hasParam1(BASIC_MUTUAL_AUTHENTICATION);
    }

    private boolean canBeChallenged() {
        NegotiatedContext context = requester.connection().context();
        return context.both(Capability.MUT_AUTH_CAP) && context.isEncapsulationSupported();
    }

    private void requireEcho(int slot, Challenge request, ChallengeAuth response) {
        boolean isRaw = slot == Credentials.RAW_KEY;
        int provisioned = response.header().param2();
        boolean isShown = isRaw
                ? response.slot() == Credentials.RAW_KEY_NIBBLE && provisioned == 0
                : response.slot() == slot && (provisioned & 1 << slot) != 0;
        if (!isShown || isChallenging(response) && !canBeChallenged()) {
            throw requester
                    .exchange()
                    .refuse(
                            "attributes %02xh, slots %02xh"
                                    .formatted(
                                            response.header().param1(),
                                            response.header().param2()),
                            CLAUSE);
        }
        if (!response.requesterContext().equals(request.requesterContext())) {
            throw requester.exchange().refuse("RequesterContext is not echoed", CLAUSE);
        }
    }
}
