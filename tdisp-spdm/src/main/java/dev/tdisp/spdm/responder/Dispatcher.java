package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leads each request to its handler. */
final class Dispatcher {
    private static final int CODE_OFFSET = 1;
    private static final int MAXIMUM_PADDING = 3;

    /** What only carries other requests. */
    private static final Set<SpdmCode> UNTRACKED =
            EnumSet.of(SpdmCode.RESPOND_IF_READY, SpdmCode.CHUNK_SEND, SpdmCode.CHUNK_GET);

    private final Responder responder;
    private final Map<SpdmCode, RequestHandler> handlers = new EnumMap<>(SpdmCode.class);

    Dispatcher(Responder responder) {
        this.responder = responder;
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
        handlers.put(SpdmCode.GET_ENCAPSULATED_REQUEST, new GetEncapsulatedRequestHandler(responder));
        handlers.put(SpdmCode.DELIVER_ENCAPSULATED_RESPONSE, new DeliverEncapsulatedResponseHandler(responder));
        handlers.put(SpdmCode.END_SESSION, new EndSessionHandler(responder));
        handlers.put(SpdmCode.VENDOR_DEFINED_REQUEST, new VendorDefinedHandler(responder));
        handlers.put(SpdmCode.RESPOND_IF_READY, new RespondIfReadyHandler(responder, handlers));
        handlers.put(SpdmCode.CHUNK_SEND, new ChunkSendHandler(responder, this));
        handlers.put(SpdmCode.CHUNK_GET, new ChunkGetHandler(responder));
        addManagement();
    }

    private void addManagement() {
        handlers.put(SpdmCode.GET_CSR, new GetCsrHandler(responder));
        handlers.put(SpdmCode.SET_CERTIFICATE, new SetCertificateHandler(responder));
        handlers.put(SpdmCode.GET_MEASUREMENT_EXTENSION_LOG, new GetMeasurementExtensionLogHandler(responder));
        handlers.put(SpdmCode.GET_ENDPOINT_INFO, new GetEndpointInfoHandler(responder));
        handlers.put(SpdmCode.GET_KEY_PAIR_INFO, new GetKeyPairInfoHandler(responder));
        handlers.put(SpdmCode.SET_KEY_PAIR_INFO, new SetKeyPairInfoHandler(responder));
        handlers.put(SpdmCode.GET_SUPPORTED_EVENT_TYPES, new GetSupportedEventTypesHandler(responder));
        handlers.put(SpdmCode.SUBSCRIBE_EVENT_TYPES, new SubscribeEventTypesHandler(responder));
        handlers.put(SpdmCode.SEND_EVENT, new SendEventHandler(responder));
        if (responder.profile().has(SpdmSwitch.SLOT_MANAGEMENT)) {
            handlers.put(SpdmCode.SLOT_MANAGEMENT, new SlotManagementHandler(responder));
        }
    }

    Answer answer(Bytes request, @Nullable SpdmSession session) {
        if (isTooLarge(request)) {
            String reason = "%d bytes are more than DataTransferSize".formatted(request.size());
            responder.connection().events().note("refused: " + reason);
            return Answer.of(responder.error(Refusal.of(SpdmErrorCode.REQUEST_TOO_LARGE, reason)));
        }
        return answerWithin(request, session, 0);
    }

    /** Tells whether more came in one transfer than this end has said to take; a part of a large request says so itself. */
    private boolean isTooLarge(Bytes request) {
        return responder.connection().version().isAtLeast(SpdmVersion.V1_2)
                && request.size() > responder.profile().dataTransferSize() + MAXIMUM_PADDING
                && request.at(CODE_OFFSET) != SpdmCode.CHUNK_SEND.requestCode();
    }

    /** Answers a request by a response that leaves some room in the transfer. */
    Answer answerWithin(Bytes request, @Nullable SpdmSession session, int reserved) {
        try {
            RequestHandler handler = handler(request);
            SpdmCode code = SpdmCode.ofRequest(request.at(CODE_OFFSET)).orElseThrow();
            if (responder.isClosedTo(code, session)) {
                throw Refusal.of(SpdmErrorCode.UNEXPECTED_REQUEST, "a transfer in chunks is not finished");
            }
            clearTranscripts(code, session);
            Answer answer = handler.answer(new Incoming(responder, code, request, session));
            return fitting(answer, session, reserved);
        } catch (Refusal refusal) {
            responder.connection().events().note("refused: " + refusal.reason());
            return Answer.of(responder.error(refusal));
        }
    }

    private RequestHandler handler(Bytes request) {
        if (request.size() < SpdmHeader.SIZE) {
            throw Refusal.of(SpdmErrorCode.INVALID_REQUEST, "%d bytes are no message".formatted(request.size()));
        }
        int code = request.at(CODE_OFFSET);
        return SpdmCode.ofRequest(code).map(handlers::get).orElseThrow(() -> unknown(code));
    }

    private RuntimeException unknown(int code) {
        String reason = "request %02Xh is not known".formatted(code);
        if (responder.profile().has(SpdmSwitch.UNKNOWN_REQUEST_UNANSWERED)) {
            responder.connection().events().note("not answered: " + reason);
            return new Silence(reason);
        }
        return Refusal.unsupported(code, reason);
    }

    private void clearTranscripts(SpdmCode code, @Nullable SpdmSession session) {
        if (UNTRACKED.contains(code)) {
            return;
        }
        Connection connection = responder.connection();
        if (session == null) {
            connection.transcript().request(code.requestCode(), connection.isAuthenticated());
        } else {
            connection.transcript().sessionRequest(code.requestCode(), connection.isAuthenticated());
            session.transcript().request(code.requestCode());
        }
    }

    /** Lets a response that is too large for one transfer be fetched in chunks, or refuses if it is too large at all. */
    private Answer fitting(Answer answer, @Nullable SpdmSession session, int reserved) {
        Bytes response = answer.response().encode();
        if (response.size() <= responder.requesterSizes(session).dataTransferSize() - reserved) {
            return answer;
        }
        boolean isWrapper = answer.response().code() == SpdmCode.CHUNK_SEND.responseCode();
        if (response.size() > responder.responseLimit(session) || isWrapper) {
            answer.unsent().run();
            throw Refusal.tooLarge(response.size());
        }
        responder.connection().events().sent(answer.response(), session == null ? 0 : session.id());
        LargeResponse kept = responder.channel(session).keep(response, answer.afterSending());
        SpdmVersion version = responder.connection().version();
        return answer.replaced(ErrorResponse.largeResponse(version, kept.handle()))
                .after(() -> {});
    }
}
