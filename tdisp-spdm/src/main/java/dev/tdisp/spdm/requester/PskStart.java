package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.PskFinish;
import dev.tdisp.spdm.message.PskFinishResponse;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;

/** PSK_EXCHANGE and PSK_FINISH, and what must hold for their responses. */
final class PskStart {
    private static final String CLAUSE = "2.10";
    private static final int CONTEXT_SIZE = 64;
    private static final int WITH_CONTEXT = 2;

    private final Requester requester;
    private final Connection connection;
    private final Exchange exchange;
    private final SessionStart start;

    PskStart(Requester requester) {
        this.requester = requester;
        this.connection = requester.connection();
        this.exchange = requester.exchange();
        this.start = new SessionStart(requester, CLAUSE);
    }

    RequesterSession run(Bytes hint, Secret psk, SessionOptions options) {
        Begun begun = begin(hint, psk, options);
        PskSession session = begun.session();
        if (hasContext()) {
            finish(session);
        } else {
            session.establish(session.transcript().digest(connection.hash()), "PSK_EXCHANGE_RSP");
            requester.add(session);
        }
        return new RequesterSession(requester, session, begun.measurementSummaryHash());
    }

    /** Goes as far as PSK_EXCHANGE_RSP: the session is in its handshake then. */
    Begun begin(Bytes hint, Secret psk, SessionOptions options) {
        requester.requireNegotiated();
        var request = new PskExchange(
                SpdmHeader.of(connection.version(), options.summary().code(), options.sessionPolicy()),
                start.freeHalf(),
                hint,
                requester.env().random().next(CONTEXT_SIZE),
                start.offer(options));
        Reply<PskExchangeResponse> reply = exchange.inClear(request, PskExchangeResponse.class);
        return new Begun(
                handshake(request, reply, psk, options), reply.message().measurementSummaryHash());
    }

    /** A session in its handshake, and what came with it. */
    record Begun(PskSession session, Bytes measurementSummaryHash) {}

    private PskSession handshake(
            PskExchange request, Reply<PskExchangeResponse> reply, Secret psk, SessionOptions options) {
        PskExchangeResponse response = reply.message();
        start.requireHeartbeat(response.heartbeatPeriod());
        start.requireSelection(response.opaqueData());
        if (hasContext() == response.responderContext().isEmpty()) {
            throw start.refuse("%d bytes of ResponderContext"
                    .formatted(response.responderContext().size()));
        }
        long id = SessionParameters.sessionId(request.requesterSessionId(), response.responderSessionId());
        SessionParameters parameters = start.parameters(id, response.opaqueData(), options);
        SessionTranscript transcript = connection.transcript().pskExchange();
        transcript.append(reply.request());
        transcript.append(response.encodeWithoutVerifyData());
        Bytes th1 = transcript.digest(connection.hash());
        connection.keyLog().preSharedKey(parameters.id(), psk);
        var schedule = KeySchedule.ofPsk(connection.version(), connection.suite(), psk, th1);
        var secure = new SecureSession(
                parameters, SpdmRole.REQUESTER, schedule, requester.env().random());
        if (!secure.verifyData(SpdmRole.RESPONDER, th1).equalsInConstantTime(response.responderVerifyData())) {
            secure.destroy();
            throw start.refuse("ResponderVerifyData is wrong");
        }
        transcript.append(response.responderVerifyData());
        return new PskSession(secure, transcript, response.heartbeatPeriod(), connection.events());
    }

    private void finish(PskSession session) {
        Hash hash = connection.hash();
        SessionTranscript transcript = session.transcript();
        var open = new PskFinish(SpdmHeader.of(connection.version(), 0, 0), Bytes.EMPTY, Bytes.EMPTY);
        transcript.append(open.encode());
        Bytes verifyData = session.secure().verifyData(SpdmRole.REQUESTER, transcript.digest(hash));
        transcript.append(verifyData);
        var request = new PskFinish(open.header(), Bytes.EMPTY, verifyData);
        try {
            Reply<PskFinishResponse> reply = exchange.inSession(request, PskFinishResponse.class, session);
            requester.requireOpaqueData(reply.message().opaqueData(), CLAUSE);
            transcript.append(reply.bytes());
            session.establish(transcript.digest(hash), "PSK_FINISH_RSP");
            requester.add(session);
        } finally {
            if (!session.isEstablished()) {
                requester.end(session, "the handshake failed");
            }
        }
    }

    private boolean hasContext() {
        return connection.context().responder().value(Capability.PSK_CAP) == WITH_CONTEXT;
    }
}
