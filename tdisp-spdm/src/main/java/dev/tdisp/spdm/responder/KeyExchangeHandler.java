package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;

/** Answers KEY_EXCHANGE, which begins a session (section 2.8). */
final class KeyExchangeHandler implements RequestHandler {
    private static final int RANDOM_SIZE = 32;
    private static final int EVENT_ALL_POLICY = 2;

    private final Responder responder;
    private final SummaryRules summaries;
    private final SessionRules rules;

    KeyExchangeHandler(Responder responder) {
        this.responder = responder;
        this.summaries = new SummaryRules(responder);
        this.rules = new SessionRules(responder);
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.KEY_EX_CAP);
        rules.requireMac(in);
        in.requireNegotiated();
        rules.requireOpaqueFormat(in);
        in.requireNoSession();
        summaries.requirePossible(in, in.param1());
        Identity identity = in.requireIdentity(in.param2(), KeySlotInfo.KEY_EXCHANGE);
        Decoded<KeyExchange> decoded = in.decode(KeyExchange.class);
        KeyExchange request = decoded.message();
        requireEventPolicy(in, request);
        MeasurementSummary summary = summaries.requireKnownType(in, request.summaryType());
        Bytes opaqueData = rules.selectVersion(in, request.opaqueData());
        rules.requireRoom();
        RequesterAuthentication.Wish wish = responder.authentication().wish(in);
        KeyAgreement.Response agreed = KeyAgreement.of(
                        responder.connection().suite().keyExchange(),
                        responder.connection().version())
                .respond(request.exchangeData(), responder.env().random())
                .orElseThrow(() -> Refusal.of(SpdmErrorCode.UNSPECIFIED, "ExchangeData is no valid public value"));
        try {
            return begin(decoded, identity, agreed, unsigned(wish, summary, agreed.exchangeData(), opaqueData));
        } finally {
            agreed.sharedSecret().destroy();
        }
    }

    private void requireEventPolicy(Incoming in, KeyExchange request) {
        if (isEventPolicy(request) && !responder.profile().capabilities().has(Capability.EVENT_CAP)) {
            throw in.invalid("EventAllPolicy without EVENT_CAP");
        }
    }

    private Answer begin(
            Decoded<KeyExchange> request,
            Identity identity,
            KeyAgreement.Response agreed,
            KeyExchangeResponse unsigned) {
        Connection connection = responder.connection();
        SessionTranscript transcript = connection.transcript().keyExchange(identity.hash());
        transcript.append(request.bytes());
        transcript.append(unsigned.encode());
        Bytes signature = responder.sign(identity, SigningContext.RESPONDER_KEY_EXCHANGE_RSP, transcript.content());
        transcript.append(signature);
        Bytes th1 = transcript.digest(connection.hash());
        long id = SessionParameters.sessionId(request.message().requesterSessionId(), unsigned.responderSessionId());
        SessionParameters parameters = rules.parameters(id, request.message().opaqueData(), unsigned.opaqueData());
        SecureSession secure = secure(parameters, agreed.sharedSecret(), th1);
        boolean isClear = connection.context().isHandshakeInTheClear();
        Bytes verifyData = isClear ? Bytes.EMPTY : secure.verifyData(SpdmRole.RESPONDER, th1);
        transcript.append(verifyData);
        var terms = new KeyExchangeSession.Terms(
                unsigned.heartbeatPeriod(), request.message().slot(), isClear, authentication(unsigned));
        var session = new KeyExchangeSession(secure, transcript, connection.events(), terms);
        return Answer.of(signed(unsigned, signature, verifyData))
                .before(() -> add(session, request.message(), unsigned.slotIdParam()))
                .otherwise(() -> session.end("KEY_EXCHANGE_RSP is too large"));
    }

    private static SessionAuthentication authentication(KeyExchangeResponse response) {
        return SessionAuthentication.of(response.mutAuthRequested()).orElseThrow();
    }

    private void add(KeyExchangeSession session, KeyExchange request, int slotIdParam) {
        responder.sessions().add(session);
        if (isEventPolicy(request)) {
            responder.services().events.subscribeToAll(session.id());
        }
        switch (session.authentication()) {
            case NONE -> {}
            case SIGNATURE -> session.requesterSlot(responder.authentication().slot(slotIdParam));
            case ENCAPSULATED, DIGESTS -> responder.authentication().ask(session);
        }
    }

    private boolean isEventPolicy(KeyExchange request) {
        return responder.connection().version().isAtLeast(SpdmVersion.V1_3)
                && (request.sessionPolicy() & EVENT_ALL_POLICY) != 0;
    }

    private SecureSession secure(SessionParameters parameters, Secret sharedSecret, Bytes th1) {
        Connection connection = responder.connection();
        connection.keyLog().sharedSecret(parameters.id(), connection.suite().keyExchange(), sharedSecret);
        var schedule = KeySchedule.ofSharedSecret(connection.version(), connection.suite(), sharedSecret, th1);
        return new SecureSession(
                parameters, SpdmRole.RESPONDER, schedule, responder.env().random());
    }

    private KeyExchangeResponse unsigned(
            RequesterAuthentication.Wish wish, MeasurementSummary summary, Bytes exchangeData, Bytes opaqueData) {
        return new KeyExchangeResponse(
                responder.header(rules.heartbeatPeriod(), 0),
                responder.sessions().allocateHalf(),
                wish.how().code(),
                wish.slotIdParam(),
                responder.random(RANDOM_SIZE),
                exchangeData,
                summaries.compute(summary),
                opaqueData,
                Bytes.EMPTY,
                Bytes.EMPTY);
    }

    private static KeyExchangeResponse signed(KeyExchangeResponse unsigned, Bytes signature, Bytes verifyData) {
        return new KeyExchangeResponse(
                unsigned.header(),
                unsigned.responderSessionId(),
                unsigned.mutAuthRequested(),
                unsigned.slotIdParam(),
                unsigned.randomData(),
                unsigned.exchangeData(),
                unsigned.measurementSummaryHash(),
                unsigned.opaqueData(),
                signature,
                verifyData);
    }
}
