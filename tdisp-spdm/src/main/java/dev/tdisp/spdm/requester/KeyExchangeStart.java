package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Finish;
import dev.tdisp.spdm.message.FinishResponse;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;

/** KEY_EXCHANGE and FINISH, and what must hold for their responses. */
final class KeyExchangeStart {
    private static final String CLAUSE = "2.8";

    private final Requester requester;
    private final Connection connection;
    private final Exchange exchange;
    private final SessionStart start;

    KeyExchangeStart(Requester requester) {
        this.requester = requester;
        this.connection = requester.connection();
        this.exchange = requester.exchange();
        this.start = new SessionStart(requester, CLAUSE);
    }

    RequesterSession run(SessionOptions options) {
        Begun begun = begin(options);
        finish(begun.session());
        return new RequesterSession(requester, begun.session(), begun.measurementSummaryHash());
    }

    /** Goes as far as KEY_EXCHANGE_RSP: the session is in its handshake then. */
    Begun begin(SessionOptions options) {
        requester.requireNegotiated();
        Bytes chainHash = requester.identityHash(options.slot());
        KeyAgreement.Initiator agreement = KeyAgreement.of(connection.suite().keyExchange(), connection.version())
                .start(requester.env().random());
        try {
            KeyExchange request = request(options, agreement.exchangeData());
            Reply<KeyExchangeResponse> reply = exchange.inClear(request, KeyExchangeResponse.class);
            KeyExchangeSession session = handshake(request, reply, agreement, chainHash, options);
            return new Begun(session, reply.message().measurementSummaryHash());
        } finally {
            agreement.destroy();
        }
    }

    /** A session in its handshake, and what came with it. */
    record Begun(KeyExchangeSession session, Bytes measurementSummaryHash) {}

    private KeyExchange request(SessionOptions options, Bytes exchangeData) {
        return new KeyExchange(
                SpdmHeader.of(connection.version(), options.summary().code(), options.slot()),
                start.freeHalf(),
                options.sessionPolicy(),
                0,
                requester.nonce(),
                exchangeData,
                start.offer(options));
    }

    private KeyExchangeSession handshake(
            KeyExchange request,
            Reply<KeyExchangeResponse> reply,
            KeyAgreement.Initiator agreement,
            Bytes chainHash,
            SessionOptions options) {
        KeyExchangeResponse response = reply.message();
        start.requireHeartbeat(response.heartbeatPeriod());
        start.requireSelection(response.opaqueData());
        SessionAuthentication authentication = authentication(response);
        long id = SessionParameters.sessionId(request.requesterSessionId(), response.responderSessionId());
        SessionParameters parameters = start.parameters(id, response.opaqueData(), options);
        SessionTranscript transcript = verified(request, reply, chainHash);
        Secret secret = agreement
                .finish(response.exchangeData())
                .orElseThrow(() -> start.refuse("ExchangeData is no valid public value"));
        SecureSession secure = secure(parameters, transcript, secret);
        requireVerifyData(secure, transcript, response);
        var terms = new KeyExchangeSession.Terms(
                response.heartbeatPeriod(),
                request.slot(),
                connection.context().isHandshakeInTheClear(),
                authentication);
        var session = new KeyExchangeSession(secure, transcript, connection.events(), terms);
        if (authentication == SessionAuthentication.SIGNATURE) {
            session.requesterSlot(ownSlot(response.slotIdParam()));
        }
        return session;
    }

    private SessionAuthentication authentication(KeyExchangeResponse response) {
        NegotiatedContext context = connection.context();
        SessionAuthentication authentication = SessionAuthentication.of(response.mutAuthRequested())
                .orElseThrow(() -> start.refuse("MutAuthRequested %d".formatted(response.mutAuthRequested())));
        boolean isAsking = authentication.isEncapsulated();
        boolean isPossible = authentication == SessionAuthentication.NONE
                || context.both(Capability.MUT_AUTH_CAP)
                        && (!isAsking || context.isEncapsulationSupported())
                        && (!isAsking || !context.requester().has(Capability.PUB_KEY_ID_CAP));
        boolean isSlotLegal = authentication == SessionAuthentication.SIGNATURE
                ? requester
                        .identity(ownSlot(response.slotIdParam()), KeySlotInfo.KEY_EXCHANGE)
                        .isPresent()
                : response.slotIdParam() == 0;
        if (!isPossible || !isSlotLegal) {
            throw start.refuse("MutAuthRequested %d, SlotIDParam %d"
                    .formatted(response.mutAuthRequested(), response.slotIdParam()));
        }
        return authentication;
    }

    /** Reads SlotIDParam; an end that has but a raw key takes 0 for it too, as some responders send it. */
    private int ownSlot(int slotIdParam) {
        boolean isRaw = slotIdParam == Credentials.RAW_KEY_NIBBLE
                || slotIdParam == 0 && connection.context().requester().has(Capability.PUB_KEY_ID_CAP);
        return isRaw ? Credentials.RAW_KEY : slotIdParam;
    }

    private SessionTranscript verified(KeyExchange request, Reply<KeyExchangeResponse> reply, Bytes chainHash) {
        KeyExchangeResponse response = reply.message();
        SessionTranscript transcript = connection.transcript().keyExchange(chainHash);
        transcript.append(reply.request());
        transcript.append(response.encodeWithoutSignature());
        requester.requireSignature(
                request.slot(),
                SigningContext.RESPONDER_KEY_EXCHANGE_RSP,
                transcript.content(),
                response.signature(),
                CLAUSE);
        transcript.append(response.signature());
        return transcript;
    }

    private SecureSession secure(SessionParameters parameters, SessionTranscript transcript, Secret secret) {
        Bytes th1 = transcript.digest(connection.hash());
        try {
            connection.keyLog().sharedSecret(parameters.id(), connection.suite().keyExchange(), secret);
            var schedule = KeySchedule.ofSharedSecret(connection.version(), connection.suite(), secret, th1);
            return new SecureSession(
                    parameters, SpdmRole.REQUESTER, schedule, requester.env().random());
        } finally {
            secret.destroy();
        }
    }

    private void requireVerifyData(SecureSession secure, SessionTranscript transcript, KeyExchangeResponse response) {
        if (!connection.context().isHandshakeInTheClear()) {
            Bytes expected = secure.verifyData(SpdmRole.RESPONDER, transcript.digest(connection.hash()));
            if (!expected.equalsInConstantTime(response.responderVerifyData())) {
                secure.destroy();
                throw start.refuse("ResponderVerifyData is wrong");
            }
            transcript.append(response.responderVerifyData());
        }
    }

    private void finish(KeyExchangeSession session) {
        try {
            answerResponder(session);
            exchangeFinish(session);
        } finally {
            if (!session.isEstablished()) {
                requester.end(session, "the handshake failed");
            }
        }
    }

    private void answerResponder(KeyExchangeSession session) {
        var encapsulation = new Encapsulation(requester);
        Place place = Place.inHandshake(session);
        switch (session.authentication()) {
            case NONE, SIGNATURE -> {}
            case ENCAPSULATED -> session.requesterSlot(encapsulation.run(place));
            case DIGESTS -> session.requesterSlot(encapsulation.runFromDigests(place));
        }
    }

    private void exchangeFinish(KeyExchangeSession session) {
        Hash hash = connection.hash();
        SessionTranscript transcript = session.transcript();
        Finish open = opened(session);
        Bytes verifyData = session.secure().verifyData(SpdmRole.REQUESTER, transcript.digest(hash));
        transcript.append(verifyData);
        var request = new Finish(open.header(), Bytes.EMPTY, open.signature(), verifyData);
        FinishResponse response = session.isHandshakeInTheClear()
                ? exchange.inClear(request, FinishResponse.class).message()
                : exchange.inSession(request, FinishResponse.class, session).message();
        requester.requireOpaqueData(response.opaqueData(), "2.9");
        transcript.append(response.encodeWithoutVerifyData());
        if (session.isHandshakeInTheClear()) {
            Bytes expected = session.secure().verifyData(SpdmRole.RESPONDER, transcript.digest(hash));
            if (!expected.equalsInConstantTime(response.responderVerifyData())) {
                throw requester.exchange().refuse("ResponderVerifyData of FINISH_RSP is wrong", "2.9");
            }
            transcript.append(response.responderVerifyData());
        }
        session.establish(transcript.digest(hash), "FINISH_RSP");
        requester.add(session);
    }

    /** Builds FINISH as far as the MAC covers it, signed if the responder wants to know this end. */
    private Finish opened(KeyExchangeSession session) {
        SessionTranscript transcript = session.transcript();
        if (session.authentication() == SessionAuthentication.NONE) {
            var open = new Finish(SpdmHeader.of(connection.version(), 0, 0), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
            transcript.append(open.encode());
            return open;
        }
        int slot = session.requesterSlot().orElseThrow();
        Identity identity = requester
                .identity(slot, KeySlotInfo.KEY_EXCHANGE)
                .orElseThrow(() -> start.refuse("slot %d holds no key for FINISH".formatted(slot)));
        var unsigned = new Finish(SpdmHeader.of(connection.version(), 1, slot), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
        transcript.appendRequester(session.encapsulatedDigests(), identity.hash());
        transcript.append(unsigned.encode());
        Bytes signature = requester.sign(identity, SigningContext.REQUESTER_FINISH, transcript.content());
        transcript.append(signature);
        return new Finish(unsigned.header(), Bytes.EMPTY, signature, Bytes.EMPTY);
    }
}
