package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Finish;
import dev.tdisp.spdm.message.FinishResponse;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.PskFinish;
import dev.tdisp.spdm.message.PskFinishResponse;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiFunction;

/** Follows the handshakes of sessions: takes the recorded secrets, derives the keys, verifies signatures and HMACs. */
final class HandshakeDecoder {
    private static final String HMAC = "HMAC";
    private static final int PSK_WITHOUT_CONTEXT = 1;

    private final CapturedConnection connection;
    private final Iterator<Secret> sharedSecrets;
    private final Iterator<Secret> preSharedKeys;

    HandshakeDecoder(CapturedConnection connection, CaptureSecrets secrets) {
        this.connection = connection;
        this.sharedSecrets = secrets.sharedSecrets().iterator();
        this.preSharedKeys = secrets.preSharedKeys().iterator();
    }

    void keyExchange(MessageEntry entry, KeyExchange request, Bytes requestBytes, KeyExchangeResponse response) {
        NegotiatedContext context = connection.context();
        SlotDecoder slots = connection.slots(SpdmRole.RESPONDER);
        Optional<Bytes> certificateHash = slots.certificateHash(request.slot(), connection.hash());
        SessionTranscript transcript = connection.transcript().keyExchange(certificateHash.orElse(Bytes.EMPTY));
        transcript.append(requestBytes);
        transcript.append(response.encodeWithoutSignature());
        entry.verify(
                "signature",
                slots.verify(
                        SigningContext.RESPONDER_KEY_EXCHANGE_RSP,
                        request.slot(),
                        context,
                        transcript.content(),
                        response.signature()));
        transcript.append(response.signature());
        long id = SessionParameters.sessionId(request.requesterSessionId(), response.responderSessionId());
        CapturedSession session = start(
                entry,
                id,
                transcript,
                sharedSecrets,
                (secret, th1) -> KeySchedule.ofSharedSecret(context.version(), context.suite(), secret, th1));
        if (response.mutAuthRequested() != 0) {
            session.requester().request();
        }
        if (!response.responderVerifyData().isEmpty()) {
            verifyData(entry, session, SpdmRole.RESPONDER, response.responderVerifyData());
        }
        summary(entry, request.summaryType(), response.measurementSummaryHash());
    }

    void finish(MessageEntry entry, Finish request, Optional<CapturedSession> inSession) {
        Optional<CapturedSession> session = connection.handshake(inSession);
        if (session.isEmpty()) {
            entry.verify(HMAC, false);
            return;
        }
        SessionTranscript transcript = session.get().transcript();
        if (session.get().requester().isRequested()) {
            Optional<Bytes> certificateHash =
                    connection.slots(SpdmRole.REQUESTER).certificateHash(slot(request), connection.hash());
            transcript.appendRequester(session.get().requester().digests(), certificateHash.orElse(Bytes.EMPTY));
        }
        transcript.append(request.encodeWithoutSignature());
        if (request.isSignatureIncluded()) {
            requesterSignature(entry, request, transcript);
        }
        verifyData(entry, session.get(), SpdmRole.REQUESTER, request.requesterVerifyData());
    }

    private void requesterSignature(MessageEntry entry, Finish request, SessionTranscript transcript) {
        boolean isGood = connection
                .slots(SpdmRole.REQUESTER)
                .verify(
                        SigningContext.REQUESTER_FINISH,
                        slot(request),
                        connection.context(),
                        transcript.content(),
                        request.signature());
        entry.verify("signature", isGood);
        transcript.append(request.signature());
    }

    private static int slot(Finish request) {
        return request.header().param2();
    }

    void finished(MessageEntry entry, FinishResponse response, Optional<CapturedSession> inSession) {
        connection.handshake(inSession).ifPresent(session -> {
            session.transcript().append(response.encodeWithoutVerifyData());
            if (connection.context().isHandshakeInTheClear()) {
                verifyData(entry, session, SpdmRole.RESPONDER, response.responderVerifyData());
            }
            establish(session);
        });
    }

    void pskExchange(MessageEntry entry, PskExchange request, Bytes requestBytes, PskExchangeResponse response) {
        NegotiatedContext context = connection.context();
        SessionTranscript transcript = connection.transcript().pskExchange();
        transcript.append(requestBytes);
        transcript.append(response.encodeWithoutVerifyData());
        long id = SessionParameters.sessionId(request.requesterSessionId(), response.responderSessionId());
        CapturedSession session = start(
                entry,
                id,
                transcript,
                preSharedKeys,
                (secret, th1) -> KeySchedule.ofPsk(context.version(), context.suite(), secret, th1));
        verifyData(entry, session, SpdmRole.RESPONDER, response.responderVerifyData());
        summary(entry, request.summaryType(), response.measurementSummaryHash());
        if (context.responder().value(Capability.PSK_CAP) == PSK_WITHOUT_CONTEXT) {
            establish(session);
        }
    }

    void pskFinish(MessageEntry entry, PskFinish request, CapturedSession session) {
        session.transcript().append(request.encodeWithoutVerifyData());
        verifyData(entry, session, SpdmRole.REQUESTER, request.requesterVerifyData());
    }

    void pskFinished(PskFinishResponse response, CapturedSession session) {
        session.transcript().append(response.encode());
        establish(session);
    }

    private CapturedSession start(
            MessageEntry entry,
            long id,
            SessionTranscript transcript,
            Iterator<Secret> secrets,
            BiFunction<Secret, Bytes, KeySchedule> schedule) {
        CapturedSession session;
        if (secrets.hasNext()) {
            Secret secret = secrets.next();
            Bytes th1 = transcript.digest(connection.hash());
            boolean isEncrypted = connection.context().both(Capability.ENCRYPT_CAP);
            var parameters = new SessionParameters(id, connection.binding(), isEncrypted, SessionParameters.NO_LIMIT);
            session = CapturedSession.of(parameters, transcript, () -> schedule.apply(secret, th1));
        } else {
            entry.verify("recorded secret", false);
            session = CapturedSession.closed(id, transcript);
        }
        connection.begin(session);
        return session;
    }

    private void summary(MessageEntry entry, int type, Bytes summaryHash) {
        connection.measurements().summary(entry, type, summaryHash, connection.hash());
    }

    private void verifyData(MessageEntry entry, CapturedSession session, SpdmRole sender, Bytes verifyData) {
        SessionTranscript transcript = session.transcript();
        entry.verify(HMAC, session.isVerifyData(sender, transcript.digest(connection.hash()), verifyData));
        transcript.append(verifyData);
    }

    private void establish(CapturedSession session) {
        session.establish(session.transcript().digest(connection.hash()));
    }
}
