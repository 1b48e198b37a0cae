package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.DeliverEncapsulatedResponse;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.EncapsulatedRequest;
import dev.tdisp.spdm.message.EncapsulatedResponseAck;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetDigests;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.session.Transcript;
import java.util.Optional;

/** Follows the requests of the responder and the responses of the requester, each carried by a message of the other way. */
final class EncapsulationDecoder {
    private final CapturedConnection connection;
    private final ManagementDecoder management;
    private Optional<Exchange> pending = Optional.empty();
    private int pendingId;

    EncapsulationDecoder(CapturedConnection connection) {
        this.connection = connection;
        this.management = new ManagementDecoder(connection);
    }

    void asked(MessageEntry entry, EncapsulatedRequest message, Optional<CapturedSession> session) {
        request(entry, message, message.requestId(), message.request(), session);
    }

    void acknowledged(MessageEntry entry, EncapsulatedResponseAck message, Optional<CapturedSession> session) {
        message.request().ifPresent(next -> request(entry, message, message.requestId(), next, session));
    }

    private void request(
            MessageEntry entry, SpdmMessage carrier, int id, Bytes inner, Optional<CapturedSession> session) {
        Decoded<SpdmRequest> decoded =
                SpdmCodec.request(inner, connection.context().reversed());
        ExchangeDecoder.inner(entry, carrier, inner, decoded);
        pending = Optional.of(new Exchange(decoded.message(), decoded.bytes(), session));
        pendingId = id;
        if (decoded.message() instanceof KeyUpdate update && session.isPresent()) {
            update.operation().ifPresent(operation -> session.get().update(SpdmRole.RESPONDER, operation));
        }
    }

    void delivered(MessageEntry entry, DeliverEncapsulatedResponse delivery, Optional<CapturedSession> session) {
        Exchange exchange = exchange(delivery, session);
        Decoded<SpdmResponse> decoded = SpdmCodec.response(
                delivery.response(), exchange.request(), connection.context().reversed());
        ExchangeDecoder.inner(entry, delivery, delivery.response(), decoded);
        if (!exchange.session().equals(session) || delivery.requestId() != pendingId) {
            entry.problem("another request was pending");
        }
        pending = Optional.empty();
        pendingId = 0;
        Optional<CapturedSession> handshake = connection.handshake(session);
        record(exchange, decoded, handshake);
        response(entry, exchange, decoded.message());
    }

    /** Finds the request that is answered; GET_DIGESTS is implied if the requester begins (MutAuthRequested 4). */
    private Exchange exchange(DeliverEncapsulatedResponse delivery, Optional<CapturedSession> session) {
        GetDigests implied =
                GetDigests.of(SpdmVersion.of(delivery.header().version()).orElseThrow());
        return pending.orElseGet(() -> new Exchange(implied, implied.encode(), session));
    }

    /** Appends the exchange to the transcript of the handshake, or of the connection. */
    private void record(Exchange exchange, Decoded<SpdmResponse> decoded, Optional<CapturedSession> handshake) {
        SpdmResponse response = decoded.message();
        boolean isCertificate = response instanceof Digests || response instanceof Certificate;
        if (handshake.isPresent()) {
            boolean isMultiKey = connection.context().suite().isRequesterMultiKey();
            handshake.get().requester().first(decoded.bytes(), isMultiKey && response instanceof Digests);
        } else if (isCertificate && exchange.session().isEmpty()) {
            transcript().appendEncapsulated(exchange.bytes(), decoded.bytes());
        }
    }

    private void response(MessageEntry entry, Exchange exchange, SpdmResponse response) {
        SlotDecoder slots = connection.slots(SpdmRole.REQUESTER);
        SpdmRequest request = exchange.request();
        if (response instanceof Digests digests) {
            slots.digests(entry, digests, connection.hash());
        } else if (response instanceof Certificate certificate) {
            slots.certificate(entry, (GetCertificate) request, certificate, connection.context());
        } else if (response instanceof ChallengeAuth challengeAuth) {
            challengeAuth(entry, exchange, (Challenge) request, challengeAuth);
        } else if (response instanceof EndpointInfo info) {
            management.endpointInfo(entry, SpdmRole.REQUESTER, (GetEndpointInfo) request, exchange.bytes(), info);
        }
    }

    private void challengeAuth(MessageEntry entry, Exchange exchange, Challenge request, ChallengeAuth response) {
        SlotDecoder slots = connection.slots(SpdmRole.REQUESTER);
        Bytes signed = transcript()
                .mutualChallenge(connection.context().version(), exchange.bytes(), response.encodeWithoutSignature());
        boolean isGood = slots.verify(
                SigningContext.REQUESTER_CHALLENGE_AUTH,
                request.slot(),
                connection.context(),
                signed,
                response.signature());
        entry.verify("signature", isGood);
        entry.verify(
                "certificate hash",
                slots.certificateHash(request.slot(), connection.hash())
                        .filter(response.certChainHash()::equals)
                        .isPresent());
        transcript().mutualChallengeCompleted();
    }

    private Transcript transcript() {
        return connection.transcript();
    }
}
