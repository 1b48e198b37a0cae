package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.session.SessionTranscript;
import java.util.List;

/** Answers GET_MEASUREMENTS, in a session or outside (section 2.7). */
final class GetMeasurementsHandler implements RequestHandler {
    private static final int SIGNED = 2;

    private final Responder responder;

    GetMeasurementsHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        try {
            return check(in);
        } catch (Refusal refusal) {
            if (refusal.error() != SpdmErrorCode.RESPONSE_NOT_READY) {
                complete(in);
            }
            throw refusal;
        }
    }

    private Answer check(Incoming in) {
        in.requireEstablishedIfInSession();
        in.requireVersion();
        in.requireReady();
        in.requireCapability(Capability.MEAS_CAP);
        AlgorithmSuite suite = responder.connection().suite();
        if (!suite.isDmtfMeasurements()
                || suite.selected(AlgorithmCategory.MEASUREMENT_HASH).isEmpty()) {
            throw in.unexpected("no measurements were negotiated");
        }
        in.requireNegotiated();
        Decoded<GetMeasurements> decoded = in.decode(GetMeasurements.class);
        GetMeasurements request = decoded.message();
        boolean canSign = responder.profile().capabilities().value(Capability.MEAS_CAP) == SIGNED;
        if (request.isSigned() && !canSign) {
            throw in.invalid("MEAS_CAP is without signature");
        }
        Measurements unsigned = measure(in, request);
        if (!request.isSigned()) {
            return Answer.of(unsigned)
                    .before(() -> append(in, decoded.bytes(), unsigned.encode()))
                    .otherwise(() -> complete(in));
        }
        requireTranscript(in);
        int slot = signingSlot(request);
        Identity identity = in.requireIdentity(slot, KeySlotInfo.MEASUREMENT);
        return Answer.of(sign(in, decoded.bytes(), unsigned, identity))
                .before(() -> complete(in))
                .otherwise(() -> complete(in));
    }

    private void requireTranscript(Incoming in) {
        boolean isComplete = in.session()
                .map(SpdmSession::transcript)
                .map(SessionTranscript::isMeasurementComplete)
                .orElseGet(() -> responder.connection().transcript().isMeasurementComplete());
        if (!isComplete) {
            throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "too many measurements since the last signed one");
        }
    }

    private Measurements measure(Incoming in, GetMeasurements request) {
        DeviceMeasurements device = responder.measure();
        MeasurementHashAlgorithm hash = responder.connection().suite().measurementHash();
        int operation = request.operation();
        return switch (operation) {
            case GetMeasurements.TOTAL_COUNT -> response(request, device.count(), List.of());
            case GetMeasurements.ALL -> response(request, 0, device.blocks(hash, request.isRawRequested()));
            default -> {
                MeasurementBlock block = device.block(operation, hash, request.isRawRequested())
                        .orElseThrow(() -> in.invalid("no measurement %02xh".formatted(operation)));
                yield response(request, 0, List.of(block));
            }
        };
    }

    private Measurements response(GetMeasurements request, int total, List<MeasurementBlock> blocks) {
        boolean isSlotShown =
                request.isSigned() && responder.connection().version().isAtLeast(SpdmVersion.V1_1);
        SpdmHeader header = responder.header(total, isSlotShown ? request.slot() : 0);
        return new Measurements(
                header,
                blocks.size(),
                MeasurementBlock.encodeAll(blocks),
                responder.random(ChallengeHandler.NONCE_SIZE),
                Bytes.EMPTY,
                request.requesterContext(),
                Bytes.EMPTY);
    }

    private int signingSlot(GetMeasurements request) {
        int slot = responder.connection().version().isAtLeast(SpdmVersion.V1_1) ? request.slot() : 0;
        return slot == Credentials.RAW_KEY_NIBBLE ? Credentials.RAW_KEY : slot;
    }

    private Measurements sign(Incoming in, Bytes request, Measurements unsigned, Identity identity) {
        Connection connection = responder.connection();
        Bytes response = unsigned.encode();
        Bytes transcript = in.session()
                .map(SpdmSession::transcript)
                .map(session -> session.measurements(connection.version(), request, response))
                .orElseGet(() -> connection.transcript().measurements(connection.version(), request, response));
        return new Measurements(
                unsigned.header(),
                unsigned.numberOfBlocks(),
                unsigned.measurementRecord(),
                unsigned.nonce(),
                unsigned.opaqueData(),
                unsigned.requesterContext(),
                responder.sign(identity, SigningContext.RESPONDER_MEASUREMENTS, transcript));
    }

    private void append(Incoming in, Bytes request, Bytes response) {
        in.session()
                .map(SpdmSession::transcript)
                .ifPresentOrElse(
                        session -> session.appendMeasurements(request, response),
                        () -> responder.connection().transcript().appendMeasurements(request, response));
    }

    private void complete(Incoming in) {
        in.session()
                .map(SpdmSession::transcript)
                .ifPresentOrElse(
                        SessionTranscript::measurementsCompleted,
                        () -> responder.connection().transcript().measurementsCompleted());
    }
}
