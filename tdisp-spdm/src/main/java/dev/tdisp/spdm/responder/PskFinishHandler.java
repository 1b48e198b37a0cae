package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.connection.SessionState;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.PskFinish;
import dev.tdisp.spdm.message.PskFinishResponse;
import dev.tdisp.spdm.session.SessionTranscript;

/** Answers PSK_FINISH, which ends the handshake of PSK_EXCHANGE (section 2.10). */
final class PskFinishHandler implements RequestHandler {
    private final Responder responder;

    PskFinishHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.PSK_CAP);
        if (responder.profile().capabilities().value(Capability.PSK_CAP) != PskExchangeHandler.WITH_CONTEXT) {
            throw in.unsupported("PSK_CAP is without context");
        }
        in.requireNegotiated();
        if (!(in.requireSession() instanceof PskSession session)) {
            throw in.unexpected("the session began by KEY_EXCHANGE");
        }
        if (session.state() != SessionState.HANDSHAKING) {
            throw in.unexpected("the session is in state " + session.state());
        }
        PskFinish request = in.decodeExactly(PskFinish.class).message();
        if (request.opaqueData().size() > SessionRules.MAXIMUM_OPAQUE_SIZE) {
            throw in.invalid(
                    "%d bytes of opaque data".formatted(request.opaqueData().size()));
        }
        return finish(session, request);
    }

    private Answer finish(PskSession session, PskFinish request) {
        Hash hash = responder.connection().hash();
        SessionTranscript transcript = session.transcript();
        transcript.append(request.encodeWithoutVerifyData());
        Bytes expected = session.secure().verifyData(SpdmRole.REQUESTER, transcript.digest(hash));
        if (!expected.equalsInConstantTime(request.requesterVerifyData())) {
            throw new DecryptError(session, "RequesterVerifyData of PSK_FINISH is wrong");
        }
        transcript.append(request.requesterVerifyData());
        var response = new PskFinishResponse(responder.header(0, 0), Bytes.EMPTY);
        transcript.append(response.encode());
        Bytes th2 = transcript.digest(hash);
        return Answer.of(response).after(() -> responder.sessions().establish(session, th2, "PSK_FINISH"));
    }
}
