package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.crypto.Hash;
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
import dev.tdisp.spdm.session.Transcript;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Follows the handshakes of sessions: takes the recorded secrets, derives the keys, verifies signature and HMACs. */
final class HandshakeDecoder {
    private static final String HMAC = "HMAC";
    private static final int PSK_WITHOUT_CONTEXT = 1;

    private final TransportBinding binding;
    private final Transcript connection;
    private final SlotDecoder slots;
    private final Iterator<Secret> sharedSecrets;
    private final Iterator<Secret> preSharedKeys;
    private final Map<Long, CapturedSession> sessions = new HashMap<>();
    private Optional<CapturedSession> latest = Optional.empty();
    private NegotiatedContext context = NegotiatedContext.NONE;

    HandshakeDecoder(TransportBinding binding, Transcript connection, SlotDecoder slots, CaptureSecrets secrets) {
        this.binding = binding;
        this.connection = connection;
        this.slots = slots;
        this.sharedSecrets = secrets.sharedSecrets().iterator();
        this.preSharedKeys = secrets.preSharedKeys().iterator();
    }

    void negotiated(NegotiatedContext agreed) {
        context = agreed;
    }

    Optional<CapturedSession> session(long id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** Forgets a session. */
    void end(CapturedSession session) {
        session.destroy();
        sessions.remove(session.id());
    }

    /** Forgets all sessions. */
    void endAll() {
        sessions.values().forEach(CapturedSession::destroy);
        sessions.clear();
        latest = Optional.empty();
    }

    void keyExchange(MessageEntry entry, KeyExchange request, Bytes requestBytes, KeyExchangeResponse response) {
        Optional<Bytes> certificateHash = slots.certificateHash(request.slot(), hash());
        SessionTranscript transcript = connection.keyExchange(certificateHash.orElse(Bytes.EMPTY));
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
        if (!response.responderVerifyData().isEmpty()) {
            verifyData(entry, session, SpdmRole.RESPONDER, response.responderVerifyData());
        }
    }

    void finish(MessageEntry entry, Finish request, Optional<CapturedSession> inSession) {
        Optional<CapturedSession> session = inSession.or(() -> latest);
        if (session.isEmpty()) {
            entry.verify(HMAC, false);
            return;
        }
        if (request.isSignatureIncluded()) {
            entry.verify("requester's signature", false);
        }
        session.get().transcript().append(request.encodeWithoutVerifyData());
        verifyData(entry, session.get(), SpdmRole.REQUESTER, request.requesterVerifyData());
    }

    void finished(MessageEntry entry, FinishResponse response, Optional<CapturedSession> inSession) {
        inSession.or(() -> latest).ifPresent(session -> {
            session.transcript().append(response.encodeWithoutVerifyData());
            if (context.isHandshakeInTheClear()) {
                verifyData(entry, session, SpdmRole.RESPONDER, response.responderVerifyData());
            }
            establish(session);
        });
    }

    void pskExchange(MessageEntry entry, PskExchange request, Bytes requestBytes, PskExchangeResponse response) {
        SessionTranscript transcript = connection.pskExchange();
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
        session(id).ifPresent(this::end);
        CapturedSession session;
        if (secrets.hasNext()) {
            Secret secret = secrets.next();
            Bytes th1 = transcript.digest(hash());
            var parameters = new SessionParameters(
                    id, binding, context.both(Capability.ENCRYPT_CAP), SessionParameters.NO_LIMIT);
            session = CapturedSession.of(parameters, transcript, () -> schedule.apply(secret, th1));
        } else {
            entry.verify("recorded secret", false);
            session = CapturedSession.closed(id, transcript);
        }
        sessions.put(id, session);
        latest = Optional.of(session);
        return session;
    }

    private void verifyData(MessageEntry entry, CapturedSession session, SpdmRole sender, Bytes verifyData) {
        SessionTranscript transcript = session.transcript();
        entry.verify(HMAC, session.isVerifyData(sender, transcript.digest(hash()), verifyData));
        transcript.append(verifyData);
    }

    private void establish(CapturedSession session) {
        session.establish(session.transcript().digest(hash()));
    }

    private Hash hash() {
        return Hash.of(context.suite().hash());
    }
}
