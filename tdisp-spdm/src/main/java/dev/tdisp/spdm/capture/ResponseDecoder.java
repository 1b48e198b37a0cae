package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Capabilities;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.EncapsulatedRequest;
import dev.tdisp.spdm.message.EncapsulatedResponseAck;
import dev.tdisp.spdm.message.EndSessionAck;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.FinishResponse;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.KeyExchangeResponse;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.PskFinishResponse;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.message.UnknownResponse;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.message.VersionResponse;
import dev.tdisp.spdm.session.Transcript;
import java.util.Optional;

/** Draws the consequences of responses: what is agreed, what enters which transcript, what must verify. */
final class ResponseDecoder {
    private final CapturedConnection connection;
    private final HandshakeDecoder handshakes;
    private final EncapsulationDecoder encapsulation;
    private final ManagementDecoder management;

    ResponseDecoder(CapturedConnection connection, HandshakeDecoder handshakes, EncapsulationDecoder encapsulation) {
        this.connection = connection;
        this.handshakes = handshakes;
        this.encapsulation = encapsulation;
        this.management = new ManagementDecoder(connection);
    }

    void accept(MessageEntry entry, Exchange exchange, SpdmResponse response, Bytes bytes) {
        SpdmRequest request = exchange.request();
        if (response instanceof VersionResponse || response instanceof Capabilities || response instanceof Algorithms) {
            negotiate(request, response);
            transcript().appendNegotiation(exchange.bytes().plus(bytes));
        } else if (response instanceof Measurements measurements) {
            measurements(entry, exchange, (GetMeasurements) request, measurements);
        } else if (response instanceof ErrorResponse && request instanceof GetMeasurements) {
            measurementsCompleted(exchange.session());
        } else if (response instanceof VendorDefinedResponse vendor) {
            VendorDecoder.decode(entry, response.name(), vendor.body(), bytes, response.fields());
        } else if (response instanceof EncapsulatedRequest encapsulated) {
            encapsulation.asked(entry, encapsulated, exchange.session());
        } else if (response instanceof EncapsulatedResponseAck ack) {
            encapsulation.acknowledged(entry, ack, exchange.session());
        } else if (response instanceof UnknownResponse) {
            entry.problem("responses of this code are not understood");
        } else if (!authentication(entry, exchange, response, bytes) && !handshake(entry, exchange, response)) {
            management.accept(entry, exchange, response);
        }
    }

    private void negotiate(SpdmRequest request, SpdmResponse response) {
        if (response instanceof Capabilities capabilities && request instanceof GetCapabilities asked) {
            SpdmVersion.of(capabilities.header().version())
                    .ifPresent(version -> connection.agree(NegotiatedContext.of(version, asked, capabilities)));
        } else if (response instanceof Algorithms algorithms && request instanceof NegotiateAlgorithms offer) {
            connection.agree(connection.context().with(algorithms.suite(offer)));
        }
    }

    private boolean authentication(MessageEntry entry, Exchange exchange, SpdmResponse response, Bytes bytes) {
        NegotiatedContext context = connection.context();
        SlotDecoder slots = connection.slots(SpdmRole.RESPONDER);
        boolean isInTheClear = exchange.session().isEmpty();
        if (response instanceof Digests digests) {
            if (isInTheClear) {
                transcript()
                        .appendDigests(exchange.bytes(), bytes, context.suite().isResponderMultiKey());
            }
            slots.digests(entry, digests, connection.hash());
        } else if (response instanceof Certificate certificate) {
            if (isInTheClear) {
                transcript().appendCertificate(exchange.bytes(), bytes);
            }
            slots.certificate(entry, (GetCertificate) exchange.request(), certificate, context);
        } else if (response instanceof ChallengeAuth challengeAuth) {
            challengeAuth(entry, exchange, (Challenge) exchange.request(), challengeAuth);
        } else {
            return false;
        }
        return true;
    }

    private boolean handshake(MessageEntry entry, Exchange exchange, SpdmResponse response) {
        Optional<CapturedSession> session = exchange.session();
        SpdmRequest request = exchange.request();
        if (response instanceof KeyExchangeResponse keyExchange) {
            handshakes.keyExchange(entry, (KeyExchange) request, exchange.bytes(), keyExchange);
        } else if (response instanceof FinishResponse finish) {
            handshakes.finished(entry, finish, session);
        } else if (response instanceof PskExchangeResponse pskExchange) {
            handshakes.pskExchange(entry, (PskExchange) request, exchange.bytes(), pskExchange);
        } else if (response instanceof PskFinishResponse finish && session.isPresent()) {
            handshakes.pskFinished(finish, session.get());
        } else if (response instanceof EndSessionAck && session.isPresent()) {
            connection.end(session.get());
        } else {
            return false;
        }
        return true;
    }

    private void challengeAuth(MessageEntry entry, Exchange exchange, Challenge request, ChallengeAuth response) {
        int slot = request.slot();
        SlotDecoder slots = connection.slots(SpdmRole.RESPONDER);
        Bytes signed = transcript().challenge(exchange.bytes(), response.encodeWithoutSignature());
        entry.verify(
                "signature",
                slots.verify(
                        SigningContext.RESPONDER_CHALLENGE_AUTH,
                        slot,
                        connection.context(),
                        signed,
                        response.signature()));
        entry.verify(
                "certificate hash",
                slots.certificateHash(slot, connection.hash())
                        .filter(response.certChainHash()::equals)
                        .isPresent());
        Bytes summary = response.measurementSummaryHash();
        connection.measurements().summary(entry, request.summaryType(), summary, connection.hash());
        transcript().challengeCompleted();
        connection.authenticated();
    }

    private void measurements(MessageEntry entry, Exchange exchange, GetMeasurements request, Measurements response) {
        connection.measurements().blocks(entry, request, response, connection.hash());
        Bytes asked = exchange.bytes();
        Optional<CapturedSession> session = exchange.session();
        if (!request.isSigned()) {
            session.ifPresentOrElse(
                    in -> in.transcript().appendMeasurements(asked, response.encode()),
                    () -> transcript().appendMeasurements(asked, response.encode()));
            return;
        }
        SpdmVersion version = connection.context().version();
        Bytes answer = response.encodeWithoutSignature();
        Bytes signed = session.map(in -> in.transcript().measurements(version, asked, answer))
                .orElseGet(() -> transcript().measurements(version, asked, answer));
        boolean isGood = connection
                .slots(SpdmRole.RESPONDER)
                .verify(
                        SigningContext.RESPONDER_MEASUREMENTS,
                        request.slot(),
                        connection.context(),
                        signed,
                        response.signature());
        entry.verify("signature", isGood);
        measurementsCompleted(session);
    }

    private void measurementsCompleted(Optional<CapturedSession> session) {
        session.ifPresentOrElse(in -> in.transcript().measurementsCompleted(), transcript()::measurementsCompleted);
    }

    private Transcript transcript() {
        return connection.transcript();
    }
}
