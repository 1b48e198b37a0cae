package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.CapabilityRule;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.message.AlgorithmOffer;
import dev.tdisp.spdm.message.Capabilities;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.message.SupportedAlgorithms;
import java.util.Optional;

/** Answers GET_CAPABILITIES, which fixes the version. */
final class GetCapabilitiesHandler implements RequestHandler {
    static final int MAXIMUM_EXPONENT = 31;

    private static final int FORMAT_1 = 2;

    private final Responder responder;

    GetCapabilitiesHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireReady();
        Optional<SpdmResponse> repeated = responder.negotiated().repeated(in);
        if (repeated.isPresent()) {
            return Answer.of(repeated.get());
        }
        in.requireState(ConnectionState.AFTER_VERSION);
        SpdmVersion version = SpdmVersion.of(in.version())
                .filter(responder.profile().versions()::contains)
                .orElseThrow(() -> Refusal.of(
                        SpdmErrorCode.VERSION_MISMATCH, "version %02xh was not offered".formatted(in.version())));
        try {
            return answer(in, version);
        } catch (Refusal refusal) {
            throw refusal.in(version);
        }
    }

    private Answer answer(Incoming in, SpdmVersion version) {
        Decoded<GetCapabilities> decoded = in.decode(GetCapabilities.class);
        GetCapabilities request = decoded.message();
        CapabilityRule.violated(SpdmRole.REQUESTER, version, request.flags()).ifPresent(rule -> {
            throw in.invalid("%s violates %s".formatted(request.flags(), rule));
        });
        requireSizes(in, version, request);
        if (request.isAskingForAlgorithms() && !request.flags().has(Capability.CHUNK_CAP)) {
            throw in.invalid("algorithms are asked for without CHUNK_CAP");
        }
        Capabilities response = response(version, request);
        return Answer.of(response).before(() -> agree(version, decoded, response));
    }

    private static void requireSizes(Incoming in, SpdmVersion version, GetCapabilities request) {
        if (request.ctExponent() > MAXIMUM_EXPONENT) {
            throw in.invalid("CTExponent %d is more than 31".formatted(request.ctExponent()));
        }
        if (!version.isAtLeast(SpdmVersion.V1_2)) {
            return;
        }
        if (!sizes(request).isLegal(request.flags().has(Capability.CHUNK_CAP))) {
            throw in.invalid("%s are not legal".formatted(sizes(request)));
        }
    }

    private static TransferSizes sizes(GetCapabilities request) {
        return new TransferSizes(request.dataTransferSize(), request.maxSpdmMessageSize());
    }

    private Capabilities response(SpdmVersion version, GetCapabilities request) {
        SpdmProfile profile = responder.profile();
        CapabilityFlags flags = profile.capabilities().defined(version, SpdmRole.RESPONDER);
        boolean hasSizes = version.isAtLeast(SpdmVersion.V1_2);
        int size = hasSizes ? profile.dataTransferSize() : 0;
        int largest = hasSizes ? profile.maximumMessageSize() : 0;
        SupportedAlgorithms algorithms = request.isAskingForAlgorithms() ? supported(version) : null;
        var header = SpdmHeader.of(version, algorithms == null ? 0 : 1, 0);
        var response = new Capabilities(header, 0, 0, flags, size, largest, algorithms);
        boolean isFitting = !hasSizes || response.encode().size() <= request.dataTransferSize();
        return isFitting ? response : new Capabilities(SpdmHeader.of(version, 0, 0), 0, 0, flags, size, largest, null);
    }

    private SupportedAlgorithms supported(SpdmVersion version) {
        return new SupportedAlgorithms(
                0, AlgorithmOffer.of(responder.profile().algorithms().known(version), FORMAT_1, 0));
    }

    private void agree(SpdmVersion version, Decoded<GetCapabilities> request, Capabilities response) {
        Connection connection = responder.connection();
        boolean hasSizes = version.isAtLeast(SpdmVersion.V1_2);
        if (hasSizes) {
            connection.peerSizes(sizes(request.message()));
        }
        connection.transcript().appendNegotiation(request.bytes());
        Bytes answered = response.encode();
        connection.transcript().appendNegotiation(answered);
        responder.negotiated().remember(request.bytes(), response);
        var context = NegotiatedContext.of(version, request.message(), response);
        connection.agree(ConnectionState.AFTER_CAPABILITIES, context, "GET_CAPABILITIES");
    }
}
