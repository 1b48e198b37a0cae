package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.session.SessionTranscript;
import java.util.List;
import java.util.Optional;

/** GET_MEASUREMENTS, in a session or outside, and what must hold for its response. */
final class MeasurementReader {
    private static final String CLAUSE = "2.7";
    private static final int CONTENT_CHANGED = 0x30;

    private final Requester requester;
    private final Optional<SpdmSession> session;

    MeasurementReader(Requester requester, Optional<SpdmSession> session) {
        this.requester = requester;
        this.session = session;
    }

    MeasurementReport read(MeasurementQuery query) {
        requester.requireNegotiated();
        if (query.isSigned()) {
            requester.identityHash(query.slot());
        }
        requireTranscript(query);
        try {
            return exchange(query);
        } catch (SpdmException e) {
            clear();
            throw e;
        }
    }

    private void requireTranscript(MeasurementQuery query) {
        boolean isComplete = session.map(SpdmSession::transcript)
                .map(SessionTranscript::isMeasurementComplete)
                .orElseGet(() -> requester.connection().transcript().isMeasurementComplete());
        if (query.isSigned() && !isComplete) {
            throw refuse("too many measurements were read since the last signed ones");
        }
    }

    private MeasurementReport exchange(MeasurementQuery query) {
        GetMeasurements request = request(query);
        Exchange exchange = requester.exchange();
        Reply<Measurements> reply = session.map(open -> exchange.inSession(request, Measurements.class, open))
                .orElseGet(() -> exchange.inClear(request, Measurements.class));
        Measurements response = reply.message();
        List<MeasurementBlock> blocks = blocks(response);
        requireBlocks(query, response, blocks);
        requireAttributes(query, request, response);
        requester.requireOpaqueData(response.opaqueData(), CLAUSE);
        if (query.isSigned()) {
            verify(reply, query.slot());
        } else {
            append(reply);
        }
        int total = query.operation() == GetMeasurements.TOTAL_COUNT
                ? response.header().param1()
                : 0;
        return new MeasurementReport(total, blocks, query.isSigned(), reply.request(), reply.bytes());
    }

    private GetMeasurements request(MeasurementQuery query) {
        int attributes = (query.isSigned() ? GetMeasurements.SIGNATURE : 0)
                | (query.isRaw() ? GetMeasurements.RAW_BIT_STREAM : 0);
        SpdmVersion version = requester.connection().version();
        boolean isDrawn = query.isSigned() && query.nonce().isEmpty();
        return new GetMeasurements(
                SpdmHeader.of(version, attributes, query.operation()),
                isDrawn ? requester.nonce() : query.nonce(),
                query.slot() & Credentials.RAW_KEY_NIBBLE,
                requester.requesterContext());
    }

    private List<MeasurementBlock> blocks(Measurements response) {
        try {
            return MeasurementBlock.decodeAll(response.measurementRecord());
        } catch (MalformedMessageException e) {
            throw refuse("MeasurementRecord is malformed: " + e.getMessage());
        }
    }

    private void requireBlocks(MeasurementQuery query, Measurements response, List<MeasurementBlock> blocks) {
        boolean isCounted = blocks.size() == response.numberOfBlocks();
        boolean isAnswered = switch (query.operation()) {
            case GetMeasurements.TOTAL_COUNT -> blocks.isEmpty();
            case GetMeasurements.ALL -> !blocks.isEmpty() && isAscending(blocks);
            default -> blocks.size() == 1 && blocks.get(0).index() == query.operation();
        };
        if (!isCounted || !isAnswered) {
            throw refuse("%d blocks, NumberOfBlocks %d".formatted(blocks.size(), response.numberOfBlocks()));
        }
    }

    private static boolean isAscending(List<MeasurementBlock> blocks) {
        int before = 0;
        for (MeasurementBlock block : blocks) {
            if (block.index() <= before || block.index() >= GetMeasurements.ALL) {
                return false;
            }
            before = block.index();
        }
        return true;
    }

    private void requireAttributes(MeasurementQuery query, GetMeasurements request, Measurements response) {
        boolean isSlotShown =
                query.isSigned() && requester.connection().version().isAtLeast(SpdmVersion.V1_1);
        if (isSlotShown && response.slot() != (query.slot() & Credentials.RAW_KEY_NIBBLE)) {
            throw refuse("slot %d is not echoed".formatted(query.slot()));
        }
        if (!query.isSigned() && (response.header().param2() & CONTENT_CHANGED) != 0) {
            throw refuse("content-changed bits without a signature");
        }
        if (!response.requesterContext().equals(request.requesterContext())) {
            throw refuse("RequesterContext is not echoed");
        }
    }

    private void verify(Reply<Measurements> reply, int slot) {
        Connection connection = requester.connection();
        Bytes unsigned = reply.message().encodeWithoutSignature();
        Bytes transcript = session.map(SpdmSession::transcript)
                .map(open -> open.measurements(connection.version(), reply.request(), unsigned))
                .orElseGet(() -> connection.transcript().measurements(connection.version(), reply.request(), unsigned));
        requester.requireSignature(
                slot,
                SigningContext.RESPONDER_MEASUREMENTS,
                transcript,
                reply.message().signature(),
                CLAUSE);
        clear();
    }

    private void append(Reply<Measurements> reply) {
        session.map(SpdmSession::transcript)
                .ifPresentOrElse(
                        open -> open.appendMeasurements(reply.request(), reply.bytes()),
                        () -> requester.connection().transcript().appendMeasurements(reply.request(), reply.bytes()));
    }

    private void clear() {
        session.map(SpdmSession::transcript)
                .ifPresentOrElse(
                        SessionTranscript::measurementsCompleted,
                        () -> requester.connection().transcript().measurementsCompleted());
    }

    private SpdmException refuse(String reason) {
        return requester.exchange().refuse(reason, CLAUSE);
    }
}
