package dev.tdisp.spdm.message;

import static java.util.Map.entry;

import dev.tdisp.core.wire.WireReader;
import java.util.Map;
import java.util.Optional;

/** Reads what follows the header of one kind of response; the request is the one that it answers. */
@FunctionalInterface
interface ResponseReader {
    /** The readers of all responses whose layout is known: that of SLOT_MANAGEMENT_RESP is inferred. */
    Map<SpdmCode, ResponseReader> ALL = Map.ofEntries(
            entry(SpdmCode.GET_VERSION, (header, in, request, context) -> VersionResponse.read(header, in)),
            entry(SpdmCode.GET_CAPABILITIES, (header, in, request, context) -> Capabilities.read(header, in)),
            entry(SpdmCode.NEGOTIATE_ALGORITHMS, (header, in, request, context) -> Algorithms.read(header, in)),
            entry(SpdmCode.GET_DIGESTS, (header, in, request, context) -> Digests.read(header, in, context)),
            entry(SpdmCode.GET_CERTIFICATE, (header, in, request, context) -> Certificate.read(header, in)),
            entry(
                    SpdmCode.CHALLENGE,
                    (header, in, request, context) -> ChallengeAuth.read(header, in, (Challenge) request, context)),
            entry(
                    SpdmCode.GET_MEASUREMENTS,
                    (header, in, request, context) ->
                            Measurements.read(header, in, (GetMeasurements) request, context)),
            entry(
                    SpdmCode.KEY_EXCHANGE,
                    (header, in, request, context) ->
                            KeyExchangeResponse.read(header, in, (KeyExchange) request, context)),
            entry(SpdmCode.FINISH, (header, in, request, context) -> FinishResponse.read(header, in, context)),
            entry(
                    SpdmCode.PSK_EXCHANGE,
                    (header, in, request, context) ->
                            PskExchangeResponse.read(header, in, (PskExchange) request, context)),
            entry(SpdmCode.PSK_FINISH, (header, in, request, context) -> PskFinishResponse.read(header, in)),
            entry(SpdmCode.HEARTBEAT, (header, in, request, context) -> new HeartbeatAck(header)),
            entry(SpdmCode.KEY_UPDATE, (header, in, request, context) -> new KeyUpdateAck(header)),
            entry(
                    SpdmCode.GET_ENCAPSULATED_REQUEST,
                    (header, in, request, context) -> EncapsulatedRequest.read(header, in)),
            entry(
                    SpdmCode.DELIVER_ENCAPSULATED_RESPONSE,
                    (header, in, request, context) -> EncapsulatedResponseAck.read(header, in)),
            entry(SpdmCode.END_SESSION, (header, in, request, context) -> new EndSessionAck(header)),
            entry(SpdmCode.GET_CSR, (header, in, request, context) -> Csr.read(header, in)),
            entry(SpdmCode.SET_CERTIFICATE, (header, in, request, context) -> new SetCertificateResponse(header)),
            entry(
                    SpdmCode.GET_MEASUREMENT_EXTENSION_LOG,
                    (header, in, request, context) -> MeasurementExtensionLog.read(header, in)),
            entry(
                    SpdmCode.GET_SUPPORTED_EVENT_TYPES,
                    (header, in, request, context) -> SupportedEventTypes.read(header, in)),
            entry(SpdmCode.SUBSCRIBE_EVENT_TYPES, (header, in, request, context) -> new SubscribeEventTypesAck(header)),
            entry(SpdmCode.SEND_EVENT, (header, in, request, context) -> new EventAck(header)),
            entry(SpdmCode.GET_KEY_PAIR_INFO, (header, in, request, context) -> KeyPairInfo.read(header, in)),
            entry(SpdmCode.SET_KEY_PAIR_INFO, (header, in, request, context) -> new SetKeyPairInfoAck(header)),
            entry(
                    SpdmCode.VENDOR_DEFINED_REQUEST,
                    (header, in, request, context) -> VendorDefinedResponse.read(header, in)),
            entry(
                    SpdmCode.CHUNK_SEND,
                    (header, in, request, context) -> ChunkSendAck.read(header, in, (ChunkSend) request)),
            entry(SpdmCode.CHUNK_GET, (header, in, request, context) -> ChunkResponse.read(header, in)),
            entry(
                    SpdmCode.GET_ENDPOINT_INFO,
                    (header, in, request, context) ->
                            EndpointInfo.read(header, in, (GetEndpointInfo) request, context)),
            entry(SpdmCode.SLOT_MANAGEMENT, (header, in, request, context) -> SlotManagementResponse.read(header, in)));

    SpdmResponse read(SpdmHeader header, WireReader in, SpdmRequest request, NegotiatedContext context);

    static Optional<ResponseReader> of(SpdmCode code) {
        return Optional.ofNullable(ALL.get(code));
    }
}
