package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.DeliverEncapsulatedResponse;
import dev.tdisp.spdm.message.EncapsulatedRequest;
import dev.tdisp.spdm.message.EncapsulatedResponseAck;
import dev.tdisp.spdm.message.GetDigests;
import dev.tdisp.spdm.message.GetEncapsulatedRequest;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** GET_ENCAPSULATED_REQUEST and DELIVER_ENCAPSULATED_RESPONSE: answers what the responder asks (section 2.16). */
final class Encapsulation {
    private static final String CLAUSE = "2.16";
    private static final int MAXIMUM_QUESTIONS = 255;

    private final Requester requester;
    private final Connection connection;
    private final Exchange exchange;
    private final Map<SpdmCode, AskedHandler> handlers = new EnumMap<>(SpdmCode.class);

    Encapsulation(Requester requester) {
        this.requester = requester;
        this.connection = requester.connection();
        this.exchange = requester.exchange();
        handlers.put(SpdmCode.GET_DIGESTS, new DigestsAnswer(requester));
        handlers.put(SpdmCode.GET_CERTIFICATE, new CertificateAnswer(requester));
        handlers.put(SpdmCode.CHALLENGE, new ChallengeAnswer(requester));
        handlers.put(SpdmCode.KEY_UPDATE, new KeyUpdateAnswer(requester));
        handlers.put(SpdmCode.GET_ENDPOINT_INFO, new EndpointInfoAnswer(requester));
        handlers.put(SpdmCode.SEND_EVENT, new EventAnswer(requester));
    }

    /**
     * Fetches the responder's requests and answers them until there is none.
     *
     * @return the requester's slot that they were about
     */
    int run(Place place) {
        EncapsulatedRequest first = fetch(place);
        return answerAll(place, first.requestId(), first.request());
    }

    /** Answers GET_DIGESTS, which goes without saying, and what the responder asks then. */
    int runFromDigests(Place place) {
        return answerAll(place, 0, GetDigests.of(connection.version()).encode());
    }

    /** Does the same as {@link #run}, if the responder asks anything. */
    boolean poll(Place place) {
        EncapsulatedRequest first;
        try {
            first = fetch(place);
        } catch (SpdmException e) {
            if (e.error().filter(Encapsulation::meansNothing).isPresent()) {
                return false;
            }
            throw e;
        }
        answerAll(place, first.requestId(), first.request());
        return true;
    }

    private static boolean meansNothing(SpdmErrorCode error) {
        return error == SpdmErrorCode.NO_PENDING_REQUESTS || error == SpdmErrorCode.UNEXPECTED_REQUEST;
    }

    private EncapsulatedRequest fetch(Place place) {
        if (!connection.context().isEncapsulationSupported()) {
            throw new IllegalStateException("ENCAP_CAP is not there on both sides");
        }
        var request = GetEncapsulatedRequest.of(connection.version());
        return exchange.in(place.channel(), request, EncapsulatedRequest.class).message();
    }

    private int answerAll(Place place, int firstId, Bytes firstRequest) {
        int id = firstId;
        Bytes request = firstRequest;
        for (int count = 0; count < MAXIMUM_QUESTIONS; count++) {
            Bytes response = answer(place, request, count == 0);
            EncapsulatedResponseAck ack = deliver(place, id, response);
            Optional<Bytes> next = ack.request();
            if (next.isEmpty()) {
                return slot(ack);
            }
            id = ack.requestId();
            request = next.get();
        }
        throw exchange.refuse("the responder asks more than %d times".formatted(MAXIMUM_QUESTIONS), CLAUSE);
    }

    private EncapsulatedResponseAck deliver(Place place, int id, Bytes response) {
        var delivery = DeliverEncapsulatedResponse.of(connection.version(), id, response);
        EncapsulatedResponseAck ack = exchange.in(place.channel(), delivery, EncapsulatedResponseAck.class)
                .message();
        boolean isEchoed = !connection.version().isAtLeast(SpdmVersion.V1_2) || ack.ackRequestId() == id;
        if (!isEchoed || ack.header().param2() > EncapsulatedResponseAck.SLOT) {
            throw exchange.refuse(
                    "AckRequestID %d, payload type %d"
                            .formatted(ack.ackRequestId(), ack.header().param2()),
                    CLAUSE);
        }
        return ack;
    }

    private int slot(EncapsulatedResponseAck ack) {
        int slot = ack.slot().orElse(0);
        if (slot >= Credentials.SLOTS) {
            throw exchange.refuse("ReqSlotNumber %d".formatted(slot), CLAUSE);
        }
        return slot;
    }

    /** Answers one request; what cannot be answered is answered by ERROR. */
    Bytes answer(Place place, Bytes received, boolean isFirst) {
        SpdmResponse response;
        try {
            response = respond(place, received, isFirst);
        } catch (Declined declined) {
            connection.events().note("declined: " + declined.reason());
            response = declined.response(connection.version());
        }
        return response.encode();
    }

    private SpdmResponse respond(Place place, Bytes received, boolean isFirst) {
        Decoded<SpdmRequest> decoded = decode(received);
        SpdmRequest request = decoded.message();
        if (request.header().version() != connection.version().code()) {
            throw Declined.of(SpdmErrorCode.VERSION_MISMATCH, request.name() + " is of another version");
        }
        AskedHandler handler = SpdmCode.ofRequest(request.code())
                .map(handlers::get)
                .orElseThrow(() -> Declined.unsupported(request.code()));
        return handler.answer(new Asked(request, decoded.bytes(), place, isFirst));
    }

    private Decoded<SpdmRequest> decode(Bytes received) {
        try {
            return SpdmCodec.request(received, connection.context().reversed());
        } catch (MalformedMessageException e) {
            throw Declined.of(SpdmErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
