package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmEvents;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private static final int CODE_OFFSET = 1;

    private final Responder responder;
    private final Map<SpdmCode, RequestHandler> handlers = new EnumMap<>(SpdmCode.class);

    private SpdmResponder(Builder builder) {
        var events = new SpdmEvents(builder.env, builder.name, builder.peer);
        var connection = new Connection(builder.env, events);
        var sessions = new SessionTable(builder.env, builder.profile.maximumSessions());
        this.responder = new Responder(builder, connection, sessions);
        handlers.put(SpdmCode.GET_VERSION, new GetVersionHandler(responder));
        handlers.put(SpdmCode.GET_CAPABILITIES, new GetCapabilitiesHandler(responder));
        handlers.put(SpdmCode.NEGOTIATE_ALGORITHMS, new NegotiateAlgorithmsHandler(responder));
        handlers.put(SpdmCode.GET_DIGESTS, new GetDigestsHandler(responder));
        handlers.put(SpdmCode.GET_CERTIFICATE, new GetCertificateHandler(responder));
        handlers.put(SpdmCode.CHALLENGE, new ChallengeHandler(responder));
        handlers.put(SpdmCode.GET_MEASUREMENTS, new GetMeasurementsHandler(responder));
        handlers.put(SpdmCode.KEY_EXCHANGE, new KeyExchangeHandler(responder));
        handlers.put(SpdmCode.FINISH, new FinishHandler(responder));
        handlers.put(SpdmCode.PSK_EXCHANGE, new PskExchangeHandler(responder));
        handlers.put(SpdmCode.PSK_FINISH, new PskFinishHandler(responder));
        handlers.put(SpdmCode.HEARTBEAT, new HeartbeatHandler(responder));
        handlers.put(SpdmCode.KEY_UPDATE, new KeyUpdateHandler(responder));
        handlers.put(SpdmCode.END_SESSION, new EndSessionHandler(responder));
        handlers.put(SpdmCode.VENDOR_DEFINED_REQUEST, new VendorDefinedHandler(responder));
    }

    /**
     * Starts a responder.
     *
     * @param profile what it can do
     * @param env its environment
     * @return a builder without slots, measurements and vendor protocols
     */
    public static Builder builder(SpdmProfile profile, Env env) {
        return new Builder(profile, env);
    }

    /**
     * Answers a message.
     *
     * @param message what the transport received
     * @return the answer; nothing for what must not be answered
     */
    public Optional<TransportMessage> handle(TransportMessage message) {
        return switch (message.kind()) {
            case SPDM -> Optional.of(TransportMessage.spdm(respond(message.payload())));
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
     * Returns the ids of the sessions that are alive.
     *
     * @return handshaking and established ones, in the order they began
     */
    public List<Long> sessions() {
        return responder.sessions().all().stream().map(SpdmSession::id).toList();
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
     * Says whether requests are processed.
     *
     * @param condition the condition from now on
     */
    public void setCondition(ResponderCondition condition) {
        responder.condition(condition);
    }

    /** Does what a conventional reset does: all sessions end, and nothing is agreed any more. */
    public void reset() {
        responder.sessions().endAll("conventional reset");
        responder.condition(ResponderCondition.NORMAL);
        responder.forgetRequester();
        responder.connection().restart(ConnectionState.NOT_STARTED, "conventional reset");
    }

    private Bytes respond(Bytes request) {
        try {
            Answer answer = answer(request, null);
            answer.beforeSending().run();
            Bytes response = sent(answer.response(), 0);
            answer.afterSending().run();
            return response;
        } catch (DecryptError e) {
            responder.sessions().end(e.session(), e.reason());
            return sent(error(Refusal.of(SpdmErrorCode.DECRYPT_ERROR, e.reason())), 0);
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
        return unwrap(opened.get()).flatMap(request -> respond(request, session));
    }

    private Optional<Bytes> unwrap(Bytes applicationData) {
        try {
            return Optional.of(responder.binding().fromApplicationData(applicationData))
                    .filter(request -> request.size() >= SpdmHeader.SIZE);
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private Optional<Bytes> respond(Bytes request, SpdmSession session) {
        try {
            Answer answer = answer(request, session);
            answer.beforeSending().run();
            Optional<Bytes> sealed = seal(answer.response(), session);
            answer.afterSending().run();
            return sealed;
        } catch (DecryptError e) {
            return failed(session, e.reason());
        }
    }

    /** Sends the last message of a session: ERROR DecryptError under its current key. */
    private Optional<Bytes> failed(SpdmSession session, String reason) {
        Optional<Bytes> sealed = seal(error(Refusal.of(SpdmErrorCode.DECRYPT_ERROR, reason)), session);
        responder.sessions().end(session, reason);
        return sealed;
    }

    private Optional<Bytes> seal(SpdmResponse response, SpdmSession session) {
        if (session.secure().isDestroyed()) {
            return Optional.empty();
        }
        if (!session.secure().canSeal()) {
            responder.sessions().end(session, "the key may protect no more records");
            return Optional.empty();
        }
        return Optional.of(session.secure().seal(sent(response, session.id())));
    }

    private Answer answer(Bytes request, @Nullable SpdmSession session) {
        try {
            RequestHandler handler = handler(request);
            SpdmCode code = SpdmCode.ofRequest(request.at(CODE_OFFSET)).orElseThrow();
            clearTranscripts(code, session);
            Answer answer = handler.answer(new Incoming(responder, code, request, session));
            requireFitting(answer.response());
            return answer;
        } catch (Refusal refusal) {
            responder.connection().events().note("refused: " + refusal.reason());
            return Answer.of(error(refusal));
        }
    }

    private RequestHandler handler(Bytes request) {
        if (request.size() < SpdmHeader.SIZE) {
            throw Refusal.of(SpdmErrorCode.INVALID_REQUEST, "%d bytes are no message".formatted(request.size()));
        }
        int code = request.at(CODE_OFFSET);
        return SpdmCode.ofRequest(code)
                .map(handlers::get)
                .orElseThrow(() -> Refusal.unsupported(code, "request %02Xh is not known".formatted(code)));
    }

    private void clearTranscripts(SpdmCode code, @Nullable SpdmSession session) {
        Connection connection = responder.connection();
        if (session == null) {
            connection.transcript().request(code.requestCode(), connection.isAuthenticated());
        } else {
            connection.transcript().sessionRequest(code.requestCode(), connection.isAuthenticated());
            session.transcript().request(code.requestCode());
        }
    }

    private void requireFitting(SpdmResponse response) {
        int size = response.encode().size();
        if (size > responder.requesterTransferSize()) {
            var extended = Bytes.of((byte) size, (byte) (size >>> 8), (byte) (size >>> 16), (byte) (size >>> 24));
            throw new Refusal(
                    SpdmErrorCode.RESPONSE_TOO_LARGE,
                    0,
                    extended,
                    "the requester cannot receive %d bytes".formatted(size));
        }
    }

    private ErrorResponse error(Refusal refusal) {
        SpdmVersion version = responder.connection().version();
        var header = SpdmHeader.of(version, refusal.error().code(), refusal.data());
        return new ErrorResponse(header, refusal.extendedData());
    }

    private Bytes sent(SpdmResponse response, long sessionId) {
        responder.connection().events().sent(response, sessionId);
        return response.encode();
    }

    /** Collects what a responder is made of. */
    public static final class Builder {
        final SpdmProfile profile;
        final Env env;
        final Map<Integer, DeviceIdentity> slots = new LinkedHashMap<>();
        Supplier<DeviceMeasurements> measurements = () -> DeviceMeasurements.of(List.of());
        PskProvider pskProvider = hint -> Optional.empty();
        VendorRegistry vendors = new VendorRegistry();
        TransportBinding binding = TransportBinding.DOE;
        String name = "device";
        String peer = "tsm";

        private Builder(SpdmProfile profile, Env env) {
            this.profile = profile;
            this.env = env;
        }

        /**
         * Fills a slot.
         *
         * @param slot 0 to 7
         * @param identity the chain and the key
         * @return this builder
         * @throws IllegalArgumentException if there is no such slot
         */
        public Builder slot(int slot, DeviceIdentity identity) {
            if (slot < 0 || slot >= GetDigestsHandler.SLOTS) {
                throw new IllegalArgumentException("slot: %d".formatted(slot));
            }
            slots.put(slot, identity);
            return this;
        }

        /**
         * Says who measures.
         *
         * @param provider measures the device each time it is asked
         * @return this builder
         */
        public Builder measurements(Supplier<DeviceMeasurements> provider) {
            measurements = provider;
            return this;
        }

        /**
         * Says who knows pre-shared keys.
         *
         * @param provider knows them
         * @return this builder
         */
        public Builder preSharedKeys(PskProvider provider) {
            pskProvider = provider;
            return this;
        }

        /**
         * Says which protocols travel in VENDOR_DEFINED messages.
         *
         * @param registry knows them
         * @return this builder
         */
        public Builder vendors(VendorRegistry registry) {
            vendors = registry;
            return this;
        }

        /**
         * Says which transport there is, which decides the format of records.
         *
         * @param transport the binding, PCI DOE by default
         * @return this builder
         */
        public Builder binding(TransportBinding transport) {
            binding = transport;
            return this;
        }

        /**
         * Names both ends for the trace.
         *
         * @param self this end
         * @param requester the other end
         * @return this builder
         */
        public Builder names(String self, String requester) {
            name = self;
            peer = requester;
            return this;
        }

        /**
         * Builds the responder.
         *
         * @return a responder before its first message
         */
        public SpdmResponder build() {
            return new SpdmResponder(this);
        }
    }
}
