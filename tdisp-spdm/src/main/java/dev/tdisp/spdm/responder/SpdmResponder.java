package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmEvents;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The responder's end of one connection with its sessions.
 *
 * <pre>{@code
 * var responder = SpdmResponder.builder(SpdmProfile.TDISP, env)
 *         .slot(0, identity)
 *         .measurements(measurements)
 *         .vendors(registry)
 *         .build();
 * Optional<TransportMessage> response = responder.handle(request);
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class SpdmResponder {
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;

    private final Responder responder;
    private final Dispatcher dispatcher;
    private ResponseFilter filter = ResponseFilter.NONE;

    SpdmResponder(SpdmResponderBuilder builder) {
        var events = new SpdmEvents(builder.env, builder.name, builder.peer);
        var connection = new Connection(builder.env, events);
        var sessions = new SessionTable(builder.env, builder.profile.maximumSessions());
        this.responder = new Responder(builder, connection, sessions);
        sessions.addListener(builder.services.events);
        sessions.addListener((id, cause) -> responder.deferral().sessionEnded(id));
        this.dispatcher = new Dispatcher(responder);
    }

    /**
     * Starts a responder.
     *
     * @param profile what it can do
     * @param env its environment
     * @return a builder without slots, measurements and vendor protocols
     */
    public static SpdmResponderBuilder builder(SpdmProfile profile, Env env) {
        return new SpdmResponderBuilder(profile, env);
    }

    /**
     * Answers a message.
     *
     * @param message what the transport received
     * @return the answer; nothing for what must not be answered
     * @throws RuntimeException what the device's own parts throw, like its measurements; a session in which that happens ends
     */
    public Optional<TransportMessage> handle(TransportMessage message) {
        return switch (message.kind()) {
            case SPDM -> respond(message.payload()).map(TransportMessage::spdm);
            case SECURED -> open(message.payload()).map(TransportMessage::secured);
        };
    }

    /**
     * Returns the state of the connection.
     *
     * @return how far it has come
     */
    public ConnectionState state() {
        return responder.connection().state();
    }

    /**
     * Returns the version of the connection.
     *
     * @return the version that all its sessions have
     */
    public SpdmVersion version() {
        return responder.connection().version();
    }

    /**
     * Tells whether the records of this connection's sessions are encrypted, not only authentic.
     *
     * @return true if both ends have ENCRYPT_CAP
     */
    public boolean isEncrypting() {
        return responder.connection().context().both(Capability.ENCRYPT_CAP);
    }

    /**
     * Returns the ids of the sessions that are alive.
     *
     * @return handshaking and established ones, in the order they began
     */
    public List<Long> sessions() {
        return responder.sessions().all().stream().map(SpdmSession::id).toList();
    }

    /**
     * Says where the secrets of sessions are written down from now on; nowhere unless told so.
     *
     * @param log where
     */
    public void logKeys(KeyLog log) {
        responder.connection().logKeys(log);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of sessions from now on
     */
    public void addListener(SessionListener listener) {
        responder.sessions().addListener(listener);
    }

    /**
     * Ends a session from this side, for example because of its termination policy; the requester is not told.
     *
     * @param sessionId the session; without effect if there is none of that id
     * @param cause why
     */
    public void endSession(long sessionId, String cause) {
        responder
                .sessions()
                .find(sessionId)
                .ifPresent(session -> responder.sessions().end(session, cause));
    }

    /**
     * Asks the requester to let this end replace the key by which it sends; it learns so when it polls.
     *
     * @param sessionId the established session
     * @throws IllegalArgumentException if there is no such session
     * @throws IllegalStateException if the connection has no encapsulated requests, or no KEY_UPDATE
     */
    public void updateKey(long sessionId) {
        SpdmSession session = established(sessionId);
        requireEncapsulation(responder.connection().context().both(Capability.KEY_UPD_CAP));
        responder.channel(session).inquiries().ask(KeyUpdateInquiry.of(responder, session));
    }

    /**
     * Asks the requester of which class it is; it learns so when it polls.
     *
     * @param sessionId the established session, or 0 to ask outside sessions
     * @param signingSlot the requester's slot whose key is to sign, which must be known; none without a signature
     * @param listener is told the class
     * @throws IllegalArgumentException if there is no such session
     * @throws IllegalStateException if the connection has no encapsulated requests, or the requester no EP_INFO_CAP, or not
     *     with a signature that is asked for
     */
    public void askDeviceClass(long sessionId, Optional<Integer> signingSlot, Consumer<DeviceClassInfo> listener) {
        SpdmSession session = sessionId == 0 ? null : established(sessionId);
        int capability = responder.connection().context().requester().value(Capability.EP_INFO_CAP);
        requireEncapsulation(capability >= (signingSlot.isPresent() ? SIGNED : UNSIGNED));
        responder.channel(session).inquiries().ask(new EndpointInfoInquiry(responder, signingSlot, listener));
    }

    private SpdmSession established(long sessionId) {
        return responder
                .sessions()
                .find(sessionId)
                .filter(SpdmSession::isEstablished)
                .orElseThrow(() -> new IllegalArgumentException("sessionId: %08Xh".formatted(sessionId)));
    }

    private void requireEncapsulation(boolean isCapable) {
        if (!responder.connection().context().isEncapsulationSupported() || !isCapable) {
            throw new IllegalStateException("the capabilities of both ends do not admit to ask the requester");
        }
    }

    /**
     * Says whether requests are processed.
     *
     * @param condition the condition from now on
     */
    public void setCondition(ResponderCondition condition) {
        responder.condition(condition);
    }

    /**
     * Says who sees responses before they leave; nobody at first.
     *
     * @param changed sees each from now on
     */
    public void filter(ResponseFilter changed) {
        filter = changed;
    }

    /**
     * Puts random bytes behind the messages of a session, though the transport may have none, as a sender does who takes one
     * transport for another.
     *
     * @param sessionId the established session
     * @param size how many bytes each record carries from now on
     * @throws IllegalArgumentException if there is no such session
     */
    public void padRecords(long sessionId, int size) {
        established(sessionId).secure().padRecords(size);
    }

    /** Does what a conventional reset does: all sessions end, and nothing is agreed any more. */
    public void reset() {
        responder.sessions().endAll("conventional reset");
        responder.condition(ResponderCondition.NORMAL);
        responder.forgetRequester();
        responder.provisioning().reset();
        responder.connection().restart(ConnectionState.NOT_STARTED, "conventional reset");
    }

    private Optional<Bytes> respond(Bytes request) {
        try {
            Answer answer = dispatcher.answer(request, null);
            answer.beforeSending().run();
            Bytes response = filter.leaving(0, request, sent(answer.response(), 0));
            answer.afterSending().run();
            forgetIfResynchronizing();
            return Optional.of(response);
        } catch (Silence silence) {
            return Optional.empty();
        } catch (DecryptError e) {
            endUnproved(e.session(), e.reason());
            return Optional.of(sent(decryptError(e.reason()), 0));
        }
    }

    /** Ends all sessions once RequestResynch was said, even in one of them: nothing is agreed any more. */
    private void forgetIfResynchronizing() {
        if (state() == ConnectionState.NOT_STARTED) {
            responder.sessions().endAll("RequestResynch");
            responder.forgetRequester();
        }
    }

    private Optional<Bytes> open(Bytes secured) {
        if (secured.size() < Integer.BYTES) {
            return Optional.empty();
        }
        long id = WireReader.of(secured).u32("SessionID");
        Optional<SpdmSession> found = responder.sessions().find(id);
        if (found.isEmpty()) {
            responder.connection().events().note("a record of the unknown session %08Xh is dropped".formatted(id));
            return Optional.empty();
        }
        SpdmSession session = found.get();
        Optional<Bytes> opened = session.secure().openApplicationData(secured);
        if (opened.isEmpty()) {
            return failed(session, "a record cannot be decrypted");
        }
        responder.sessions().touch(session);
        try {
            return Optional.of(responder.binding().fromApplicationData(opened.get()))
                    .filter(request -> request.size() >= SpdmHeader.SIZE)
                    .flatMap(request -> respond(request, session));
        } catch (MalformedMessageException e) {
            return apply(opened.get(), session);
        }
    }

    /** Hands on what is no SPDM; a handshake carries nothing else. */
    private Optional<Bytes> apply(Bytes applicationData, SpdmSession session) {
        if (!session.isEstablished() || !session.secure().canSeal()) {
            return Optional.empty();
        }
        return responder
                .services()
                .applications
                .handle(session.id(), applicationData)
                .map(session.secure()::sealApplicationData);
    }

    /** Answers a request of a session; a session in which the device itself fails does not survive that. */
    private Optional<Bytes> respond(Bytes request, SpdmSession session) {
        boolean isDone = false;
        try {
            Optional<Bytes> answered = answer(request, session);
            isDone = true;
            return answered;
        } finally {
            if (!isDone) {
                responder.sessions().end(session, "the device failed");
            }
        }
    }

    private Optional<Bytes> answer(Bytes request, SpdmSession session) {
        try {
            Answer answer = dispatcher.answer(request, session);
            answer.beforeSending().run();
            Optional<Bytes> sealed =
                    seal(answer.response(), session, response -> filter.leaving(session.id(), request, response));
            if (sealed.isPresent()) {
                answer.afterSending().run();
            }
            forgetIfResynchronizing();
            return sealed;
        } catch (Silence silence) {
            return Optional.empty();
        } catch (DecryptError e) {
            Optional<Bytes> sealed = seal(decryptError(e.reason()), session);
            endUnproved(session, e.reason());
            return sealed;
        }
    }

    /** Ends the session of a requester that did not prove itself. */
    private void endUnproved(SpdmSession session, String reason) {
        if (!responder.profile().has(SpdmSwitch.FAILED_FINISH_KEEPS_SESSION)) {
            responder.sessions().end(session, reason);
        }
    }

    /** Sends the last message of a session: ERROR DecryptError under its current key. */
    private Optional<Bytes> failed(SpdmSession session, String reason) {
        boolean isSaid = !responder.profile().has(SpdmSwitch.DECRYPT_ERROR_UNSAID);
        Optional<Bytes> sealed = isSaid ? seal(decryptError(reason), session) : Optional.empty();
        responder.sessions().end(session, reason);
        return sealed;
    }

    private SpdmResponse decryptError(String reason) {
        return responder.error(Refusal.of(SpdmErrorCode.DECRYPT_ERROR, reason));
    }

    private Optional<Bytes> seal(SpdmResponse response, SpdmSession session) {
        return seal(response, session, UnaryOperator.identity());
    }

    private Optional<Bytes> seal(SpdmResponse response, SpdmSession session, UnaryOperator<Bytes> filtering) {
        if (session.secure().isDestroyed()) {
            return Optional.empty();
        }
        if (!session.secure().canSeal()) {
            responder.sessions().end(session, "the key may protect no more records");
            return Optional.empty();
        }
        return Optional.of(session.secure().seal(filtering.apply(sent(response, session.id()))));
    }

    private Bytes sent(SpdmResponse response, long sessionId) {
        responder.connection().events().sent(response, sessionId);
        return response.encode();
    }
}
