package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.SpdmMessage;
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

    private static <M extends SpdmMessage> Function<SpdmMessage, Optional<String>> of(
            Class<M> type, Function<M, String> detail) {
        return message -> type.isInstance(message) ? Optional.of(detail.apply(type.cast(message))) : Optional.empty();
    }
}
