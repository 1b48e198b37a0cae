package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.RequiredAlgorithm;
import dev.tdisp.spdm.message.AlgorithmOffer;
import dev.tdisp.spdm.message.AlgorithmTable;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers NEGOTIATE_ALGORITHMS: selects one algorithm of each category (section 2.2.2). */
final class NegotiateAlgorithmsHandler implements RequestHandler {
    private static final int DMTF = 1;
    private static final int MULTI_KEY = 0x10;
    private static final int MULTI_KEY_ONLY = 1;
    private static final int RESERVED_SIZE = 7;
    private static final int FIRST_TABLE = 2;
    private static final int LAST_TABLE = 7;
    private static final int FIRST_POST_QUANTUM_TABLE = 6;

    private final Responder responder;

    NegotiateAlgorithmsHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireReady();
        Optional<SpdmResponse> repeated = responder.negotiated().repeated(in);
        if (repeated.isPresent()) {
            return Answer.of(repeated.get());
        }
        in.requireState(ConnectionState.AFTER_CAPABILITIES);
        in.requireVersion();
        Decoded<NegotiateAlgorithms> decoded = in.decode(NegotiateAlgorithms.class);
        NegotiateAlgorithms request = decoded.message();
        requireTables(in, request.offer());
        requireLimits(in, request);
        requireMultiKey(in, request.offer());
        Algorithms response = select(request.offer());
        NegotiatedContext context = responder.connection().context().with(response.suite(request));
        requireMeasurements(in, request.offer(), response);
        RequiredAlgorithm.missing(context).ifPresent(missing -> {
            throw in.invalid("no common algorithm: " + missing);
        });
        return Answer.of(response).before(() -> agree(decoded.bytes(), response, context));
    }

    private void requireTables(Incoming in, AlgorithmOffer offer) {
        int last = in.isAtLeast(SpdmVersion.V1_4) ? LAST_TABLE : FIRST_POST_QUANTUM_TABLE - 1;
        int before = FIRST_TABLE - 1;
        for (AlgorithmTable table : offer.tables()) {
            if (table.type() <= before || table.type() > last) {
                throw in.invalid("AlgType %d behind %d".formatted(table.type(), before));
            }
            if (table.algorithms() == 0) {
                throw in.invalid("AlgType %d offers nothing".formatted(table.type()));
            }
            before = table.type();
        }
    }

    private void requireLimits(Incoming in, NegotiateAlgorithms request) {
        boolean hasTables = in.isAtLeast(SpdmVersion.V1_1);
        AlgorithmOffer offer = request.offer();
        int external = offer.extAsym().size()
                + offer.extHash().size()
                + offer.tables().stream()
                        .mapToInt(table -> table.external().size())
                        .sum();
        if (external > (hasTables ? 20 : 8) || request.length() > (hasTables ? 0x80 : 0x40)) {
            throw in.invalid("%d external algorithms, Length %d".formatted(external, request.length()));
        }
    }

    private void requireMultiKey(Incoming in, AlgorithmOffer offer) {
        int own = responder.connection().context().responder().value(Capability.MULTI_KEY_CAP);
        boolean isWanted = (offer.otherParams() & MULTI_KEY) != 0;
        if (in.isAtLeast(SpdmVersion.V1_3) && (isWanted ? own == 0 : own == MULTI_KEY_ONLY)) {
            throw in.invalid("ResponderMultiKeyConn does not fit MULTI_KEY_CAP %d".formatted(own));
        }
    }

    private static void requireMeasurements(Incoming in, AlgorithmOffer offer, Algorithms response) {
        boolean isWanted = response.measurementSpecification() != 0;
        if (isWanted && ((offer.measurementSpecification() & DMTF) == 0 || response.measurementHash() == 0)) {
            throw in.invalid("no common measurement specification");
        }
    }

    private Algorithms select(AlgorithmOffer offer) {
        boolean isMeasuring = responder.connection().context().responder().has(Capability.MEAS_CAP)
                && offer.measurementSpecification() != 0;
        List<AlgorithmTable> tables = new ArrayList<>();
        for (AlgorithmTable table : offer.tables()) {
            AlgorithmCategory category = AlgorithmCategory.ofTable(table.type()).orElseThrow();
            tables.add(AlgorithmTable.of(category, selection(category, offer)));
        }
        return new Algorithms(
                responder.header(tables.size(), 0),
                isMeasuring ? DMTF : 0,
                opaqueFormat(offer).bit() | (isRequesterMultiKey() ? MULTI_KEY : 0),
                isMeasuring ? bit(AlgorithmCategory.MEASUREMENT_HASH, ~0L) : 0,
                bit(AlgorithmCategory.BASE_ASYM, offer.baseAsym()),
                bit(AlgorithmCategory.BASE_HASH, offer.baseHash()),
                selection(AlgorithmCategory.PQC_ASYM, offer),
                Bytes.filled(0, RESERVED_SIZE),
                isLogWanted(offer) ? DMTF : 0,
                0,
                List.of(),
                List.of(),
                tables);
    }

    private boolean isLogWanted(AlgorithmOffer offer) {
        return responder.connection().context().responder().has(Capability.MEL_CAP)
                && (offer.melSpecification() & DMTF) != 0;
    }

    /** Prefers what is classic: of two exclusive categories the post-quantum one stays empty. */
    private int selection(AlgorithmCategory category, AlgorithmOffer offer) {
        boolean isTaken = switch (category) {
            case PQC_ASYM -> bit(AlgorithmCategory.BASE_ASYM, offer.baseAsym()) != 0;
            case REQ_PQC_ASYM -> offered(AlgorithmCategory.REQ_BASE_ASYM, offer) != 0;
            case KEM -> offered(AlgorithmCategory.DHE, offer) != 0;
            case MEASUREMENT_HASH, BASE_ASYM, BASE_HASH, DHE, AEAD, REQ_BASE_ASYM, KEY_SCHEDULE -> false;
        };
        return isTaken ? 0 : offered(category, offer);
    }

    private int offered(AlgorithmCategory category, AlgorithmOffer offer) {
        return bit(category, offer.mask(category));
    }

    private int bit(AlgorithmCategory category, long offered) {
        return responder
                .profile()
                .algorithms()
                .select(category, responder.connection().version(), offered)
                .map(Algorithm::bit)
                .orElse(0);
    }

    private OpaqueDataFormat opaqueFormat(AlgorithmOffer offer) {
        boolean isGeneral = responder.connection().version().isAtLeast(SpdmVersion.V1_2)
                && (offer.otherParams() & OpaqueDataFormat.FORMAT_1.bit()) != 0;
        return isGeneral ? OpaqueDataFormat.FORMAT_1 : OpaqueDataFormat.NONE;
    }

    /** Decides whether the requester's slots have keys of their own: what is negotiable is wanted if this end can do so too. */
    private boolean isRequesterMultiKey() {
        NegotiatedContext context = responder.connection().context();
        int theirs = context.requester().value(Capability.MULTI_KEY_CAP);
        return theirs == MULTI_KEY_ONLY || theirs != 0 && context.responder().has(Capability.MULTI_KEY_CAP);
    }

    private void agree(Bytes request, Algorithms response, NegotiatedContext context) {
        Connection connection = responder.connection();
        connection.transcript().appendNegotiation(request);
        connection.transcript().appendNegotiation(response.encode());
        responder.negotiated().remember(request, response);
        responder.logNegotiated(response.melSpecification() == DMTF);
        connection.agree(ConnectionState.NEGOTIATED, context, "NEGOTIATE_ALGORITHMS");
    }
}
