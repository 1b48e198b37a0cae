package dev.tdisp.spdm.message;

import static java.util.Map.entry;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.Capability;
import java.util.Map;
import java.util.Optional;

/** Reads what follows the header of one kind of request. */
@FunctionalInterface
interface RequestReader {
    /** The readers of all requests whose layout is known: that of SLOT_MANAGEMENT is inferred. */
    Map<SpdmCode, RequestReader> ALL = Map.ofEntries(
            entry(SpdmCode.GET_VERSION, (header, in, context) -> new GetVersion(header)),
            entry(SpdmCode.GET_CAPABILITIES, (header, in, context) -> GetCapabilities.read(header, in)),
            entry(SpdmCode.NEGOTIATE_ALGORITHMS, (header, in, context) -> NegotiateAlgorithms.read(header, in)),
            entry(SpdmCode.GET_DIGESTS, (header, in, context) -> new GetDigests(header)),
            entry(SpdmCode.GET_CERTIFICATE, (header, in, context) -> GetCertificate.read(header, in)),
            entry(SpdmCode.CHALLENGE, (header, in, context) -> Challenge.read(header, in)),
            entry(SpdmCode.GET_MEASUREMENTS, (header, in, context) -> GetMeasurements.read(header, in)),
            entry(SpdmCode.KEY_EXCHANGE, KeyExchange::read),
            entry(SpdmCode.FINISH, Finish::read),
            entry(SpdmCode.PSK_EXCHANGE, (header, in, context) -> PskExchange.read(header, in)),
            entry(SpdmCode.PSK_FINISH, PskFinish::read),
            entry(SpdmCode.HEARTBEAT, (header, in, context) -> new Heartbeat(header)),
            entry(SpdmCode.KEY_UPDATE, (header, in, context) -> new KeyUpdate(header)),
            entry(SpdmCode.GET_ENCAPSULATED_REQUEST, (header, in, context) -> new GetEncapsulatedRequest(header)),
            entry(
                    SpdmCode.DELIVER_ENCAPSULATED_RESPONSE,
                    (header, in, context) -> DeliverEncapsulatedResponse.read(header, in)),
            entry(SpdmCode.END_SESSION, (header, in, context) -> new EndSession(header)),
            entry(SpdmCode.GET_CSR, (header, in, context) -> GetCsr.read(header, in)),
            entry(SpdmCode.SET_CERTIFICATE, (header, in, context) -> SetCertificate.read(header, in)),
            entry(
                    SpdmCode.GET_MEASUREMENT_EXTENSION_LOG,
                    (header, in, context) -> GetMeasurementExtensionLog.read(header, in)),
            entry(SpdmCode.GET_SUPPORTED_EVENT_TYPES, (header, in, context) -> new GetSupportedEventTypes(header)),
            entry(SpdmCode.SUBSCRIBE_EVENT_TYPES, (header, in, context) -> SubscribeEventTypes.read(header, in)),
            entry(SpdmCode.SEND_EVENT, (header, in, context) -> SendEvent.read(header, in)),
            entry(SpdmCode.GET_KEY_PAIR_INFO, (header, in, context) -> GetKeyPairInfo.read(header, in)),
            entry(SpdmCode.SET_KEY_PAIR_INFO, (header, in, context) -> SetKeyPairInfo.read(header, in)),
            entry(SpdmCode.VENDOR_DEFINED_REQUEST, (header, in, context) -> VendorDefinedRequest.read(header, in)),
            entry(SpdmCode.RESPOND_IF_READY, (header, in, context) -> new RespondIfReady(header)),
            entry(SpdmCode.CHUNK_SEND, (header, in, context) -> ChunkSend.read(header, in)),
            entry(SpdmCode.CHUNK_GET, (header, in, context) -> ChunkGet.read(header, in)),
            entry(SpdmCode.GET_ENDPOINT_INFO, (header, in, context) -> GetEndpointInfo.read(header, in)),
            entry(SpdmCode.SLOT_MANAGEMENT, (header, in, context) -> SlotManagement.read(header, in)));

    SpdmRequest read(SpdmHeader header, WireReader in, NegotiatedContext context);

    /** Finds the reader of a request; that of SLOT_MANAGEMENT only if the responder says that it answers it. */
    static Optional<RequestReader> of(SpdmCode code, NegotiatedContext context) {
        boolean isExperimental =
                code == SpdmCode.SLOT_MANAGEMENT && !context.responder().has(Capability.SLOT_MGMT_CAP);
        return isExperimental ? Optional.empty() : Optional.ofNullable(ALL.get(code));
    }
}
