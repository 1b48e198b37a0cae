package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.VersionResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a few words what is in a message. */
final class MessageDetails {
    private MessageDetails() {}

    /** The values worth a line; empty if the name says it all. */
    static String of(SpdmMessage message) {
        if (message instanceof VersionResponse version) {
            return versions(version);
        }
        if (message instanceof Algorithms algorithms) {
            return algorithms(algorithms);
        }
        if (message instanceof ErrorResponse error) {
            return error.error()
                    .map(Enum::name)
                    .orElse("%02Xh".formatted(error.header().param1()));
        }
        return Stream.of(identity(message), session(message), measurements(message))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> identity(SpdmMessage message) {
        if (message instanceof Digests digests) {
            return Optional.of("of %d slots".formatted(digests.digests().size()));
        }
        if (message instanceof GetCertificate request) {
            return Optional.of("slot %d offset %d length %d"
                    .formatted(request.slot(), request.wantedOffset(), request.wantedLength()));
        }
        if (message instanceof Certificate certificate) {
            return Optional.of(
                    "portion %d remainder %d".formatted(certificate.portion().size(), certificate.remainderLength()));
        }
        return Optional.empty();
    }

    private static Optional<String> session(SpdmMessage message) {
        if (message instanceof KeyExchange request) {
            return Optional.of("half session %04Xh".formatted(request.requesterSessionId()));
        }
        if (message instanceof KeyExchangeResponse response) {
            return Optional.of("half session %04Xh, signed".formatted(response.responderSessionId()));
        }
        return Optional.empty();
    }

    private static Optional<String> measurements(SpdmMessage message) {
        if (message instanceof GetMeasurements request) {
            String what = request.operation() == GetMeasurements.ALL ? "all" : "index " + request.operation();
            return Optional.of(what + (request.isSigned() ? ", signed" : ""));
        }
        if (message instanceof Measurements response) {
            return Optional.of("%d blocks%s"
                    .formatted(response.numberOfBlocks(), response.signature().isEmpty() ? "" : ", signed"));
        }
        return Optional.empty();
    }

    private static String versions(VersionResponse version) {
        return version.entries().stream()
                .map(SpdmVersion::ofEntry)
                .flatMap(Optional::stream)
                .map(SpdmVersion::toString)
                .collect(Collectors.joining(" "));
    }

    private static String algorithms(Algorithms algorithms) {
        return Stream.of(AlgorithmCategory.values())
                .map(category -> category.selected(algorithms.mask(category)))
                .flatMap(Optional::stream)
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
