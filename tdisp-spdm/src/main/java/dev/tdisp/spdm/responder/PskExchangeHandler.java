package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;

/** Answers PSK_EXCHANGE, which begins a session from a pre-shared key (section 2.10). */
final class PskExchangeHandler implements RequestHandler {
    static final int WITH_CONTEXT = 2;

    private static final int MAXIMUM_HINT = 32;
    private static final int CONTEXT_SIZE = 64;

    private final Responder responder;
    private final SummaryRules summaries;
    private final SessionRules rules;

    PskExchangeHandler(Responder responder) {
        this.responder = responder;
        this.summaries = new SummaryRules(responder);
        this.rules = new SessionRules(responder);
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.PSK_CAP);
        rules.requireMac(in);
        in.requireNegotiated();
        rules.requireOpaqueFormat(in);
        in.requireNoSession();
        summaries.requirePossible(in, in.param1());
        MeasurementSummary summary = summaries.requireKnownType(in, in.param1());
        Decoded<PskExchange> decoded = in.decode(PskExchange.class);
        PskExchange request = decoded.message();
        if (request.pskHint().size() > MAXIMUM_HINT) {
            throw in.invalid("PSKHintLength %d is more than 32"
                    .formatted(request.pskHint().size()));
        }
        Bytes opaqueData = rules.selectVersion(in, request.opaqueData());
        rules.requireRoom();
        Secret psk = responder
                .pskProvider()
                .find(request.pskHint())
                .orElseThrow(() -> Refusal.of(SpdmErrorCode.UNSPECIFIED, "no key for the hint"));
        try {
            return begin(decoded, psk, withoutVerifyData(summary, opaqueData));
        } finally {
            psk.destroy();
        }
    }

    private Answer begin(Decoded<PskExchange> request, Secret psk, PskExchangeResponse open) {
        Connection connection = responder.connection();
        SessionTranscript transcript = connection.transcript().pskExchange();
        transcript.append(request.bytes());
        transcript.append(open.encode());
        Bytes th1 = transcript.digest(connection.hash());
        SecureSession secure = secure(request.message(), psk, open, th1);
        Bytes verifyData = secure.verifyData(SpdmRole.RESPONDER, th1);
        transcript.append(verifyData);
        var session = new PskSession(secure, transcript, open.heartbeatPeriod(), connection.events());
        Answer answer = Answer.of(open.withVerifyData(verifyData))
                .before(() -> responder.sessions().add(session))
                .otherwise(() -> session.end("PSK_EXCHANGE_RSP is too large"));
        return hasContext() ? answer : answer.after(() -> establish(session));
    }

    private SecureSession secure(PskExchange request, Secret psk, PskExchangeResponse open, Bytes th1) {
        Connection connection = responder.connection();
        long id = SessionParameters.sessionId(request.requesterSessionId(), open.responderSessionId());
        connection.keyLog().preSharedKey(id, psk);
        var schedule = KeySchedule.ofPsk(connection.version(), connection.suite(), psk, th1);
        return new SecureSession(
                rules.parameters(id, request.opaqueData(), open.opaqueData()),
                SpdmRole.RESPONDER,
                schedule,
                responder.env().random());
    }

    private PskExchangeResponse withoutVerifyData(MeasurementSummary summary, Bytes opaqueData) {
        return new PskExchangeResponse(
                responder.header(rules.heartbeatPeriod(), 0),
                responder.sessions().allocateHalf(),
                0,
                summaries.compute(summary),
                hasContext() ? responder.random(CONTEXT_SIZE) : Bytes.EMPTY,
                opaqueData,
                Bytes.EMPTY);
    }

    private void establish(PskSession session) {
        Bytes th2 = session.transcript().digest(responder.connection().hash());
        responder.sessions().establish(session, th2, "PSK_EXCHANGE");
    }

    private boolean hasContext() {
        return responder.connection().context().responder().value(Capability.PSK_CAP) == WITH_CONTEXT;
    }
}
