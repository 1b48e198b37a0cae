package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Capabilities;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.Digests;
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
import dev.tdisp.spdm.message.VersionResponse;
import dev.tdisp.spdm.session.Transcript;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;

/** Draws the consequences of responses: what is agreed, what enters which transcript, what must verify. */
final class ResponseDecoder {
    private final Transcript transcript = new Transcript();
    private final SlotDecoder slots = new SlotDecoder();
    private final HandshakeDecoder handshakes;
    private NegotiatedContext context = NegotiatedContext.NONE;
    private boolean isAuthenticated;

    ResponseDecoder(TransportBinding binding, CaptureSecrets secrets) {
        this.handshakes = new HandshakeDecoder(binding, transcript, slots, secrets);
    }

    NegotiatedContext context() {
        return context;
    }

    HandshakeDecoder handshakes() {
        return handshakes;
    }

    /** Forgets the connection, as GET_VERSION does. */
    void restart() {
        transcript.reset();
        slots.clear();
        handshakes.endAll();
        agree(NegotiatedContext.NONE);
        isAuthenticated = false;
    }

    /** Clears what a request clears in the transcripts. */
    void received(SpdmRequest request, Optional<CapturedSession> session) {
        if (session.isPresent()) {
            session.get().transcript().request(request.code());
            transcript.sessionRequest(request.code(), isAuthenticated);
        } else {
            transcript.request(request.code(), isAuthenticated);
        }
    }

    void decode(MessageEntry entry, ConnectionDecoder.Exchange exchange, SpdmResponse response, Bytes bytes) {
        SpdmRequest request = exchange.request();
        if (response instanceof VersionResponse || response instanceof Capabilities || response instanceof Algorithms) {
            negotiate(request, response);
            transcript.appendNegotiation(exchange.bytes().plus(bytes));
        } else if (response instanceof Measurements measurements) {
            measurements(entry, exchange, (GetMeasurements) request, measurements);
        } else if (response instanceof ErrorResponse && request instanceof GetMeasurements) {
            measurementsCompleted(exchange.session());
        } else if (exchange.session().isPresent()) {
            inSession(entry, response, exchange.session().get());
        } else {
            inTheClear(entry, exchange, response, bytes);
        }
    }

    private void negotiate(SpdmRequest request, SpdmResponse response) {
        if (response instanceof Capabilities capabilities && request instanceof GetCapabilities asked) {
            SpdmVersion.of(capabilities.header().version())
                    .ifPresent(version -> agree(NegotiatedContext.of(version, asked, capabilities)));
        } else if (response instanceof Algorithms algorithms && request instanceof NegotiateAlgorithms offer) {
            agree(context.with(algorithms.suite(offer)));
        }
    }

    private void inSession(MessageEntry entry, SpdmResponse response, CapturedSession session) {
        if (response instanceof FinishResponse finish) {
            handshakes.finished(entry, finish, Optional.of(session));
        } else if (response instanceof PskFinishResponse finish) {
            handshakes.pskFinished(finish, session);
        } else if (response instanceof EndSessionAck) {
            handshakes.end(session);
        }
    }

    private void inTheClear(
            MessageEntry entry, ConnectionDecoder.Exchange exchange, SpdmResponse response, Bytes bytes) {
        SpdmRequest request = exchange.request();
        if (response instanceof Digests digests) {
            transcript.appendDigests(exchange.bytes(), bytes, context.suite().isResponderMultiKey());
            slots.digests(entry, digests, hash());
        } else if (response instanceof Certificate certificate) {
            transcript.appendCertificate(exchange.bytes(), bytes);
            slots.certificate(entry, (GetCertificate) request, certificate, context);
        } else if (response instanceof ChallengeAuth challengeAuth) {
            challengeAuth(entry, exchange, (Challenge) request, challengeAuth);
        } else if (response instanceof KeyExchangeResponse keyExchange) {
            handshakes.keyExchange(entry, (KeyExchange) request, exchange.bytes(), keyExchange);
        } else if (response instanceof FinishResponse finish) {
            handshakes.finished(entry, finish, Optional.empty());
        } else if (response instanceof PskExchangeResponse pskExchange) {
            handshakes.pskExchange(entry, (PskExchange) request, exchange.bytes(), pskExchange);
        }
    }

    private void challengeAuth(
            MessageEntry entry, ConnectionDecoder.Exchange exchange, Challenge request, ChallengeAuth response) {
        int slot = request.slot();
        Bytes signed = transcript.challenge(exchange.bytes(), response.encodeWithoutSignature());
        entry.verify(
                "signature",
                slots.verify(SigningContext.RESPONDER_CHALLENGE_AUTH, slot, context, signed, response.signature()));
        entry.verify(
                "certificate hash",
                slots.certificateHash(slot, hash())
                        .filter(response.certChainHash()::equals)
                        .isPresent());
        transcript.challengeCompleted();
        isAuthenticated = true;
    }

    private void measurements(
            MessageEntry entry, ConnectionDecoder.Exchange exchange, GetMeasurements request, Measurements response) {
        Bytes encoded = response.measurementRecord();
        entry.requireSame(
                "measurement record", encoded, MeasurementBlock.encodeAll(MeasurementBlock.decodeAll(encoded)));
        Bytes asked = exchange.bytes();
        Optional<CapturedSession> session = exchange.session();
        if (!request.isSigned()) {
            session.ifPresentOrElse(
                    in -> in.transcript().appendMeasurements(asked, response.encode()),
                    () -> transcript.appendMeasurements(asked, response.encode()));
            return;
        }
        Bytes answer = response.encodeWithoutSignature();
        Bytes signed = session.map(in -> in.transcript().measurements(context.version(), asked, answer))
                .orElseGet(() -> transcript.measurements(context.version(), asked, answer));
        entry.verify(
                "signature",
                slots.verify(
                        SigningContext.RESPONDER_MEASUREMENTS, request.slot(), context, signed, response.signature()));
        measurementsCompleted(session);
    }

    private void measurementsCompleted(Optional<CapturedSession> session) {
        session.ifPresentOrElse(in -> in.transcript().measurementsCompleted(), transcript::measurementsCompleted);
    }

    private void agree(NegotiatedContext agreed) {
        context = agreed;
        handshakes.negotiated(agreed);
    }

    private Hash hash() {
        return Hash.of(context.suite().hash());
    }
}
