package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.ChunkGet;
import dev.tdisp.spdm.message.ChunkResponse;
import dev.tdisp.spdm.message.ChunkSend;
import dev.tdisp.spdm.message.ChunkSendAck;
import dev.tdisp.spdm.message.Csr;
import dev.tdisp.spdm.message.DeliverEncapsulatedResponse;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.EncapsulatedRequest;
import dev.tdisp.spdm.message.EncapsulatedResponseAck;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.GetKeyPairInfo;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.KeyPairInfo;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.MeasurementExtensionLog;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.RespondIfReady;
import dev.tdisp.spdm.message.SendEvent;
import dev.tdisp.spdm.message.SetCertificate;
import dev.tdisp.spdm.message.SetKeyPairInfo;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.SubscribeEventTypes;
import dev.tdisp.spdm.message.SupportedEventTypes;
import dev.tdisp.spdm.message.VersionResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says in a few words what an SPDM message carries. */
final class MessageDetail {
    private static final List<Function<SpdmMessage, Optional<String>>> DETAILS = List.of(
            of(VersionResponse.class, message -> message.versions().toString()),
            of(Digests.class, message -> "slots %02Xh".formatted(message.provisionedSlots())),
            of(
                    GetCertificate.class,
                    message -> "slot %d offset %d length %d"
                            .formatted(message.slot(), message.wantedOffset(), message.wantedLength())),
            of(
                    Certificate.class,
                    message -> "slot %d, %d bytes, %d more"
                            .formatted(message.slot(), message.portion().size(), message.remainder())),
            of(
                    GetMeasurements.class,
                    message -> "operation %02Xh%s".formatted(message.operation(), message.isSigned() ? " signed" : "")),
            of(Measurements.class, message -> "%d blocks".formatted(message.numberOfBlocks())),
            of(
                    KeyExchange.class,
                    message -> "slot %d session half %04Xh".formatted(message.slot(), message.requesterSessionId())),
            of(
                    KeyExchangeResponse.class,
                    message -> "session half %04Xh heartbeat %d s"
                            .formatted(message.responderSessionId(), message.heartbeatPeriod())),
            of(
                    PskExchange.class,
                    message -> "hint of %d bytes session half %04Xh"
                            .formatted(message.pskHint().size(), message.requesterSessionId())),
            of(
                    PskExchangeResponse.class,
                    message -> "session half %04Xh heartbeat %d s"
                            .formatted(message.responderSessionId(), message.heartbeatPeriod())),
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
                    message -> "%d bytes, %d more".formatted(message.portion().size(), message.remainderLength())),
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
                            .orElse("code %02Xh".formatted(message.header().param1()))));

    private MessageDetail() {}

    static String of(SpdmMessage message) {
        return DETAILS.stream()
                .flatMap(detail -> detail.apply(message).stream())
                .findFirst()
                .orElse("");
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
