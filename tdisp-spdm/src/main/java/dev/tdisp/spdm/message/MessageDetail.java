package dev.tdisp.spdm.message;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a few words what an SPDM message carries. */
final class MessageDetail {
    private static final List<Function<SpdmMessage, Optional<String>>> DETAILS = List.of(
            of(VersionResponse.class, MessageDetail::versions),
            of(Algorithms.class, MessageDetail::algorithms),
            of(
                    Digests.class,
                    message -> "of %d slots".formatted(message.digests().size())),
            of(
                    GetCertificate.class,
                    message -> "slot %d offset %d length %d"
                            .formatted(message.slot(), message.wantedOffset(), message.wantedLength())),
            of(
                    Certificate.class,
                    message -> "slot %d portion %d remainder %d"
                            .formatted(message.slot(), message.portion().size(), message.remainder())),
            of(GetMeasurements.class, MessageDetail::measurements),
            of(
                    Measurements.class,
                    message -> "%d blocks%s"
                            .formatted(
                                    message.numberOfBlocks(),
                                    message.signature().isEmpty() ? "" : ", signed")),
            of(KeyExchange.class, message -> "half session %04Xh".formatted(message.requesterSessionId())),
            of(
                    KeyExchangeResponse.class,
                    message -> "half session %04Xh, signed".formatted(message.responderSessionId())),
            of(PskExchange.class, message -> "half session %04Xh".formatted(message.requesterSessionId())),
            of(PskExchangeResponse.class, message -> "half session %04Xh".formatted(message.responderSessionId())),
            of(KeyUpdate.class, message -> message.operation().map(Enum::name).orElse("reserved operation")),
            of(
                    ChunkSend.class,
                    message -> "handle %d chunk %d, %d bytes"
                            .formatted(
                                    message.handle(),
                                    message.chunk().sequenceNumber(),
                                    message.chunk().data().size())),
            of(
                    ChunkSendAck.class,
                    message -> "handle %d chunk %d".formatted(message.handle(), message.sequenceNumber())),
            of(ChunkGet.class, message -> "handle %d chunk %d".formatted(message.handle(), message.sequenceNumber())),
            of(
                    ChunkResponse.class,
                    message -> "handle %d chunk %d, %d bytes"
                            .formatted(
                                    message.handle(),
                                    message.chunk().sequenceNumber(),
                                    message.chunk().data().size())),
            of(EncapsulatedRequest.class, message -> "request %d".formatted(message.requestId())),
            of(DeliverEncapsulatedResponse.class, message -> "request %d".formatted(message.requestId())),
            of(EncapsulatedResponseAck.class, message -> acknowledged(message)),
            of(Csr.class, message -> "%d bytes".formatted(message.csr().size())),
            of(
                    SetCertificate.class,
                    message -> "slot %d%s".formatted(message.slot(), message.isErase() ? " erase" : "")),
            of(
                    MeasurementExtensionLog.class,
                    message -> "portion %d remainder %d"
                            .formatted(message.portion().size(), message.remainderLength())),
            of(GetKeyPairInfo.class, message -> "key pair %d".formatted(message.keyPairId())),
            of(
                    KeyPairInfo.class,
                    message -> "key pair %d of %d".formatted(message.keyPairId(), message.totalKeyPairs())),
            of(
                    SetKeyPairInfo.class,
                    message -> "key pair %d operation %d".formatted(message.keyPairId(), message.operation())),
            of(SupportedEventTypes.class, message -> "%d groups".formatted(message.groupCount())),
            of(SubscribeEventTypes.class, message -> "%d groups".formatted(message.groupCount())),
            of(
                    SendEvent.class,
                    message -> "%d events".formatted(message.events().size())),
            of(
                    GetEndpointInfo.class,
                    message -> "code %d%s".formatted(message.subCode(), message.isSigned() ? " signed" : "")),
            of(
                    RespondIfReady.class,
                    message -> "request %02Xh token %d".formatted(message.deferredCode(), message.token())),
            of(
                    ErrorResponse.class,
                    message -> message.error()
                            .map(Enum::name)
                            .orElse("%02Xh".formatted(message.header().param1()))));

    private MessageDetail() {}

    static String of(SpdmMessage message) {
        return DETAILS.stream()
                .flatMap(detail -> detail.apply(message).stream())
                .findFirst()
                .orElse("");
    }

    private static String versions(VersionResponse message) {
        return message.versions().stream().map(SpdmVersion::toString).collect(Collectors.joining(" "));
    }

    private static String algorithms(Algorithms message) {
        return Stream.of(AlgorithmCategory.values())
                .map(category -> category.selected(message.mask(category)))
                .flatMap(Optional::stream)
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String measurements(GetMeasurements message) {
        String what = message.operation() == GetMeasurements.ALL ? "all" : "index " + message.operation();
        return what + (message.isSigned() ? ", signed" : "");
    }

    private static String acknowledged(EncapsulatedResponseAck message) {
        if (message.request().isPresent()) {
            return "request %d".formatted(message.requestId());
        }
        return message.slot().map(slot -> "slot " + slot).orElse("");
    }

    private static <M extends SpdmMessage> Function<SpdmMessage, Optional<String>> of(
            Class<M> type, Function<M, String> detail) {
        return message -> type.isInstance(message) ? Optional.of(detail.apply(type.cast(message))) : Optional.empty();
    }
}
