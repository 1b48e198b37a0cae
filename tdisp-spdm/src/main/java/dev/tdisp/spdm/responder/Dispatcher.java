package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads each request to its handler. */
final class Dispatcher {
    private static final int CODE_OFFSET = 1;

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
    }

    Answer answer(Bytes request, @Nullable SpdmSession session) {
        try {
            RequestHandler handler = handler(request);
            SpdmCode code = SpdmCode.ofRequest(request.at(CODE_OFFSET)).orElseThrow();
            clearTranscripts(code, session);
            Answer answer = handler.answer(new Incoming(responder, code, request, session));
            requireFitting(answer.response());
            return answer;
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
        return SpdmCode.ofRequest(code)
                .map(handlers::get)
                .orElseThrow(() -> Refusal.unsupported(code, "request %02Xh is not known".formatted(code)));
    }

    private void clearTranscripts(SpdmCode code, @Nullable SpdmSession session) {
        if (code == SpdmCode.RESPOND_IF_READY) {
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
}
