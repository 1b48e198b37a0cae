package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.Optional;

/**
 * Decodes messages.
 *
 * <pre>{@code
 * SpdmRequest request = SpdmCodec.request(bytes, context).message();
 * SpdmResponse response = SpdmCodec.response(answer, request, context).message();
 * }</pre>
 */
public final class SpdmCodec {
    private SpdmCodec() {}

    /**
     * Decodes a request. The layout is that of the version in its header.
     *
     * @param bytes what was received
     * @param context what is agreed so far
     * @return the request; an {@link UnknownRequest} if its code is not known
     * @throws MalformedMessageException if the bytes are not a request
     */
    public static Decoded<SpdmRequest> request(Bytes bytes, NegotiatedContext context) {
        var in = WireReader.of(bytes);
        return decoded(readRequest(in, context), bytes, in);
    }

    /**
     * Decodes a response. The layout is that of the version in its header.
     *
     * @param bytes what was received
     * @param request the request that it answers; not RESPOND_IF_READY, but what that one asked for
     * @param context what is agreed so far
     * @return the response; an {@link UnknownResponse} if its code is not known
     * @throws MalformedMessageException if the bytes are not a response to that request
     */
    public static Decoded<SpdmResponse> response(Bytes bytes, SpdmRequest request, NegotiatedContext context) {
        var in = WireReader.of(bytes);
        return decoded(readResponse(in, request, context), bytes, in);
    }

    private static <M extends SpdmMessage> Decoded<M> decoded(M message, Bytes bytes, WireReader in) {
        int end = in.offset();
        return new Decoded<>(message, end == bytes.size() ? bytes : bytes.slice(0, end), bytes.from(end));
    }

    private static SpdmRequest readRequest(WireReader in, NegotiatedContext context) {
        SpdmHeader.Prefix prefix = SpdmHeader.Prefix.read(in);
        if (prefix.code() < 0x80) {
            throw in.malformed("RequestResponseCode", 3, "%02xh is no request".formatted(prefix.code()));
        }
        Optional<SpdmCode> code = SpdmCode.ofRequest(prefix.code());
        if (code.isEmpty() || code.get() == SpdmCode.GET_VERSION) {
            return code.isEmpty() ? UnknownRequest.read(prefix, in) : new GetVersion(prefix.header());
        }
        prefix.requireKnownVersion();
        return readRequest(code.get(), prefix, in, context);
    }

    private static SpdmRequest readRequest(
            SpdmCode code, SpdmHeader.Prefix prefix, WireReader in, NegotiatedContext context) {
        SpdmHeader header = prefix.header();
        return switch (code) {
            case GET_VERSION -> new GetVersion(header);
            case GET_CAPABILITIES -> GetCapabilities.read(header, in);
            case NEGOTIATE_ALGORITHMS -> NegotiateAlgorithms.read(header, in);
            case GET_DIGESTS -> new GetDigests(header);
            case GET_CERTIFICATE -> GetCertificate.read(header, in);
            case CHALLENGE -> Challenge.read(header, in);
            case GET_MEASUREMENTS -> GetMeasurements.read(header, in);
            case KEY_EXCHANGE -> KeyExchange.read(header, in, context);
            case FINISH -> Finish.read(header, in, context);
            case PSK_EXCHANGE -> PskExchange.read(header, in);
            case PSK_FINISH -> PskFinish.read(header, in, context);
            case HEARTBEAT -> new Heartbeat(header);
            case KEY_UPDATE -> new KeyUpdate(header);
            case END_SESSION -> new EndSession(header);
            case VENDOR_DEFINED_REQUEST -> VendorDefinedRequest.read(header, in);
            case GET_SUPPORTED_EVENT_TYPES,
                    GET_ENCAPSULATED_REQUEST,
                    DELIVER_ENCAPSULATED_RESPONSE,
                    GET_CSR,
                    SET_CERTIFICATE,
                    GET_MEASUREMENT_EXTENSION_LOG,
                    SUBSCRIBE_EVENT_TYPES,
                    SEND_EVENT,
                    GET_KEY_PAIR_INFO,
                    SET_KEY_PAIR_INFO,
                    RESPOND_IF_READY,
                    CHUNK_SEND,
                    CHUNK_GET,
                    GET_ENDPOINT_INFO,
                    SLOT_MANAGEMENT -> UnknownRequest.read(prefix, in);
        };
    }

    private static SpdmResponse readResponse(WireReader in, SpdmRequest request, NegotiatedContext context) {
        SpdmHeader.Prefix prefix = SpdmHeader.Prefix.read(in);
        if (prefix.code() >= 0x80) {
            throw in.malformed("RequestResponseCode", 3, "%02xh is no response".formatted(prefix.code()));
        }
        if (prefix.code() == ErrorResponse.CODE) {
            return ErrorResponse.read(prefix.header(), in);
        }
        Optional<SpdmCode> code = SpdmCode.ofResponse(prefix.code());
        if (code.isEmpty() || request instanceof UnknownRequest) {
            return UnknownResponse.read(prefix, in);
        }
        if (code.get().requestCode() != request.code()) {
            throw in.malformed(
                    "RequestResponseCode",
                    3,
                    "%s does not answer %s".formatted(code.get().responseName(), request.name()));
        }
        prefix.requireKnownVersion();
        return readResponse(prefix, in, request, context);
    }

    private static SpdmResponse readResponse(
            SpdmHeader.Prefix prefix, WireReader in, SpdmRequest request, NegotiatedContext context) {
        SpdmHeader header = prefix.header();
        return switch (SpdmCode.ofResponse(prefix.code()).orElseThrow()) {
            case GET_VERSION -> VersionResponse.read(header, in);
            case GET_CAPABILITIES -> Capabilities.read(header, in);
            case NEGOTIATE_ALGORITHMS -> Algorithms.read(header, in);
            case GET_DIGESTS -> Digests.read(header, in, context);
            case GET_CERTIFICATE -> Certificate.read(header, in);
            case CHALLENGE -> ChallengeAuth.read(header, in, (Challenge) request, context);
            case GET_MEASUREMENTS -> Measurements.read(header, in, (GetMeasurements) request, context);
            case KEY_EXCHANGE -> KeyExchangeResponse.read(header, in, (KeyExchange) request, context);
            case FINISH -> FinishResponse.read(header, in, context);
            case PSK_EXCHANGE -> PskExchangeResponse.read(header, in, (PskExchange) request, context);
            case PSK_FINISH -> PskFinishResponse.read(header, in);
            case HEARTBEAT -> new HeartbeatAck(header);
            case KEY_UPDATE -> new KeyUpdateAck(header);
            case END_SESSION -> new EndSessionAck(header);
            case VENDOR_DEFINED_REQUEST -> VendorDefinedResponse.read(header, in);
            case GET_SUPPORTED_EVENT_TYPES,
                    GET_ENCAPSULATED_REQUEST,
                    DELIVER_ENCAPSULATED_RESPONSE,
                    GET_CSR,
                    SET_CERTIFICATE,
                    GET_MEASUREMENT_EXTENSION_LOG,
                    SUBSCRIBE_EVENT_TYPES,
                    SEND_EVENT,
                    GET_KEY_PAIR_INFO,
                    SET_KEY_PAIR_INFO,
                    RESPOND_IF_READY,
                    CHUNK_SEND,
                    CHUNK_GET,
                    GET_ENDPOINT_INFO,
                    SLOT_MANAGEMENT -> UnknownResponse.read(prefix, in);
        };
    }
}
