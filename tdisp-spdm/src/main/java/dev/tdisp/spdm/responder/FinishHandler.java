package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SessionState;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Finish;
import dev.tdisp.spdm.message.FinishResponse;
import dev.tdisp.spdm.session.SessionTranscript;

/** Answers FINISH, which ends the handshake of KEY_EXCHANGE (section 2.9). */
final class FinishHandler implements RequestHandler {
    private final Responder responder;

    FinishHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.KEY_EX_CAP);
        in.requireNegotiated();
        SpdmSession found = findSession(in);
        if (!(found instanceof KeyExchangeSession session)) {
            throw in.unexpected("the session began by PSK_EXCHANGE");
        }
        if (session.state() != SessionState.HANDSHAKING) {
            throw in.unexpected("the session is in state " + session.state());
        }
        boolean isMutual = session.authentication() != SessionAuthentication.NONE;
        if (((in.param1() & 1) != 0) != isMutual) {
            throw in.invalid("SignatureIncluded, but MutAuthRequested was " + session.authentication());
        }
        Finish request = in.decode(Finish.class).message();
        if (request.opaqueData().size() > SessionRules.MAXIMUM_OPAQUE_SIZE) {
            throw in.invalid(
                    "%d bytes of opaque data".formatted(request.opaqueData().size()));
        }
        return isMutual ? authenticate(in, session, request) : finish(session, request);
    }

    private Answer authenticate(Incoming in, KeyExchangeSession session, Finish request) {
        int slot = session.requesterSlot().orElseThrow(() -> in.unexpected("the requester's chain is not known"));
        if (in.param2() != slot) {
            throw in.invalid("slot %d is not %d".formatted(in.param2(), slot));
        }
        Hash hash = responder.connection().hash();
        Bytes identity = responder.requester().hash(slot, hash).orElse(Bytes.EMPTY);
        SessionTranscript transcript = session.transcript();
        transcript.appendRequester(session.encapsulatedDigests(), identity);
        transcript.append(request.encodeWithoutSignature());
        boolean isSigned = responder
                .authentication()
                .isSigned(slot, SigningContext.REQUESTER_FINISH, transcript.content(), request.signature());
        if (!isSigned) {
            throw new DecryptError(session, "the signature of FINISH is wrong");
        }
        transcript.append(request.signature());
        return complete(session, request);
    }

    private Answer finish(KeyExchangeSession session, Finish request) {
        session.transcript().append(request.encodeWithoutVerifyData());
        return complete(session, request);
    }

    private Answer complete(KeyExchangeSession session, Finish request) {
        Hash hash = responder.connection().hash();
        SessionTranscript transcript = session.transcript();
        Bytes expected = session.secure().verifyData(SpdmRole.REQUESTER, transcript.digest(hash));
        if (!expected.equalsInConstantTime(request.requesterVerifyData())) {
            throw new DecryptError(session, "RequesterVerifyData of FINISH is wrong");
        }
        transcript.append(request.requesterVerifyData());
        return respond(session, hash);
    }

    private SpdmSession findSession(Incoming in) {
        if (!responder.connection().context().isHandshakeInTheClear()) {
            return in.requireSession();
        }
        if (in.session().isPresent()) {
            throw in.sessionRequired("FINISH goes in the clear");
        }
        return responder.sessions().latest().orElseThrow(() -> in.sessionRequired("there is no session"));
    }

    private Answer respond(KeyExchangeSession session, Hash hash) {
        SessionTranscript transcript = session.transcript();
        var response = new FinishResponse(responder.header(0, 0), Bytes.EMPTY, Bytes.EMPTY);
        transcript.append(response.encode());
        if (session.isHandshakeInTheClear()) {
            Bytes verifyData = session.secure().verifyData(SpdmRole.RESPONDER, transcript.digest(hash));
            transcript.append(verifyData);
            response = new FinishResponse(response.header(), response.opaqueData(), verifyData);
        }
        Bytes th2 = transcript.digest(hash);
        return Answer.of(response).after(() -> responder.sessions().establish(session, th2, "FINISH"));
    }
}
