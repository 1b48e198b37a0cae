package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.session.Transcript;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of a recorded connection so far: what is agreed, who has which chains, which sessions there are. */
final class CapturedConnection {
    private final TransportBinding binding;
    private final Transcript transcript = new Transcript();
    private final SlotDecoder responderSlots = new SlotDecoder(SpdmRole.RESPONDER);
    private final SlotDecoder requesterSlots = new SlotDecoder(SpdmRole.REQUESTER);
    private final MeasurementDecoder measurements = new MeasurementDecoder();
    private final Map<Long, CapturedSession> sessions = new HashMap<>();
    private Optional<CapturedSession> latest = Optional.empty();
    private NegotiatedContext context = NegotiatedContext.NONE;
    private boolean isAuthenticated;

    CapturedConnection(TransportBinding binding) {
        this.binding = binding;
    }

    TransportBinding binding() {
        return binding;
    }

    Transcript transcript() {
        return transcript;
    }

    MeasurementDecoder measurements() {
        return measurements;
    }

    SlotDecoder slots(SpdmRole owner) {
        return owner == SpdmRole.REQUESTER ? requesterSlots : responderSlots;
    }

    NegotiatedContext context() {
        return context;
    }

    void agree(NegotiatedContext agreed) {
        context = agreed;
    }

    Hash hash() {
        return Hash.of(context.suite().hash());
    }

    /** Forgets everything, as GET_VERSION does. */
    void restart() {
        transcript.reset();
        responderSlots.clear();
        requesterSlots.clear();
        measurements.clear();
        sessions.values().forEach(CapturedSession::destroy);
        sessions.clear();
        latest = Optional.empty();
        context = NegotiatedContext.NONE;
        isAuthenticated = false;
    }

    void authenticated() {
        isAuthenticated = true;
    }

    /** Clears what a request clears in the transcripts. */
    void received(SpdmRequest request, Optional<CapturedSession> session) {
        if (session.isPresent()) {
            session.get().transcript().request(request.code());
            transcript.sessionRequest(request.code(), isAuthenticated);
        } else {
            transcript.request(request.code(), isAuthenticated);
        }
    }

    Optional<CapturedSession> session(long id) {
        return Optional.ofNullable(sessions.get(id));
    }

    void begin(CapturedSession session) {
        session(session.id()).ifPresent(this::end);
        sessions.put(session.id(), session);
        latest = Optional.of(session);
    }

    void end(CapturedSession session) {
        session.destroy();
        sessions.remove(session.id());
    }

    /** Finds the session whose handshake a message belongs to: a handshake in the clear is that of the latest session. */
    Optional<CapturedSession> handshake(Optional<CapturedSession> inSession) {
        Optional<CapturedSession> session = context.isHandshakeInTheClear() ? inSession.or(() -> latest) : inSession;
        return session.filter(candidate -> !candidate.isEstablished());
    }
}
