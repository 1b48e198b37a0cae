package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.ChunkGet;
import dev.tdisp.spdm.message.ChunkResponse;
import dev.tdisp.spdm.message.ChunkSend;
import dev.tdisp.spdm.message.ChunkSendAck;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.KeyPairInfo;
import dev.tdisp.spdm.message.RespondIfReady;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the exchanges of one connection: puts chunks together, and finds which request a response answers.
 *
 * <p>A request whose response comes in chunks, or later, is kept until then; chunks and the requests for them enter no
 * transcript and clear none.
 */
final class ExchangeDecoder {
    private static final String SPDM = "SPDM";
    private static final int MOST_PADDING = 3;
    private static final int BEHIND_KEY_PAIR_INFO = 6;

    private final CapturedConnection connection;
    private final RequestDecoder requests;
    private final ResponseDecoder responses;
    private final ChunkTransfer largeRequest = new ChunkTransfer();
    private final ChunkTransfer largeResponse = new ChunkTransfer();
    private Optional<Exchange> pending = Optional.empty();
    private Optional<Exchange> deferred = Optional.empty();

    ExchangeDecoder(CapturedConnection connection, CaptureSecrets secrets) {
        var handshakes = new HandshakeDecoder(connection, secrets);
        var encapsulation = new EncapsulationDecoder(connection);
        this.connection = connection;
        this.requests = new RequestDecoder(connection, handshakes, encapsulation);
        this.responses = new ResponseDecoder(connection, handshakes, encapsulation);
    }

    void message(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        entry.name(SPDM, "?", "%d bytes".formatted(message.size()));
        entry.content(Bytes.EMPTY, FieldMap.NONE);
        if (entry.isRequest()) {
            pending = Optional.empty();
            Exchange exchange = request(entry, message, session);
            pending = Optional.of(exchange);
            accept(entry, exchange);
        } else {
            response(entry, message, session);
        }
    }

    private Exchange request(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        Decoded<SpdmRequest> decoded = SpdmCodec.request(message, connection.context());
        describe(entry, decoded);
        return new Exchange(decoded.message(), decoded.bytes(), session);
    }

    private void accept(MessageEntry entry, Exchange exchange) {
        if (exchange.request() instanceof ChunkSend chunk) {
            Optional<Bytes> whole = largeRequest.add(entry, chunk.handle(), chunk.chunk(), chunk.isLast());
            if (whole.isPresent()) {
                Exchange large = request(entry, whole.get(), exchange.session());
                deferred = Optional.of(large);
                requireWhole(entry, large.request());
                requests.accept(entry, large);
            }
        } else if (!isForPart(exchange.request())) {
            requests.accept(entry, exchange);
        }
    }

    private void response(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        Exchange exchange = asked(pending);
        pending = Optional.empty();
        if (!exchange.session().equals(session)) {
            entry.problem("the request was in another session");
        }
        answer(entry, exchange.request() instanceof RespondIfReady ? asked(deferred) : exchange, message);
    }

    private void answer(MessageEntry entry, Exchange exchange, Bytes message) {
        Decoded<SpdmResponse> decoded = SpdmCodec.response(message, exchange.request(), connection.context());
        SpdmResponse response = decoded.message();
        describe(entry, decoded);
        if (response instanceof ErrorResponse error && isDeferral(error)) {
            if (!isForPart(exchange.request())) {
                deferred = Optional.of(exchange);
            }
        } else if (response instanceof ChunkSendAck ack) {
            if (!ack.response().isEmpty()) {
                entry.carried("in " + ack.name());
                answer(entry, asked(deferred), ack.response());
            }
        } else if (response instanceof ChunkResponse chunk) {
            largeResponse
                    .add(entry, chunk.handle(), chunk.chunk(), chunk.isLast())
                    .ifPresent(whole -> answer(entry, asked(deferred), whole));
        } else {
            responses.accept(entry, exchange, response, decoded.bytes());
        }
    }

    private static Exchange asked(Optional<Exchange> exchange) {
        return exchange.orElseThrow(() -> new MalformedMessageException("RequestResponseCode", 0, "nothing was asked"));
    }

    private static void requireWhole(MessageEntry entry, SpdmRequest request) {
        if (isForPart(request)) {
            entry.problem(request.name() + " in chunks");
        }
    }

    private static boolean isForPart(SpdmRequest request) {
        return request instanceof ChunkSend || request instanceof ChunkGet || request instanceof RespondIfReady;
    }

    private static boolean isDeferral(ErrorResponse error) {
        return error.notReady().isPresent() || error.largeResponseHandle().isPresent();
    }

    private static void describe(MessageEntry entry, Decoded<?> decoded) {
        SpdmMessage message = decoded.message();
        SpdmMessage shown = message.blanked();
        entry.name(SPDM, message.name(), message.detail());
        entry.content(shown.encode(), shown.fields());
        entry.requireSame(message.name(), decoded.bytes(), message.encode());
        requirePadding(entry, decoded);
    }

    /** Describes a message that another one carries: the carrier keeps the name and shows the fields of both. */
    static void inner(MessageEntry entry, SpdmMessage carrier, Bytes carried, Decoded<?> decoded) {
        SpdmMessage message = decoded.message();
        entry.carried((message.name() + " " + message.detail()).stripTrailing());
        entry.requireSame(message.name(), decoded.bytes(), message.encode());
        requirePadding(entry, decoded);
        Bytes all = carrier.encode();
        int start = all.size() - carried.size();
        List<Field> fields = new ArrayList<>();
        carrier.fields().fields().stream()
                .filter(field -> field.offset() < start)
                .forEach(fields::add);
        fields.addAll(message.fields().movedBy(start).fields());
        entry.content(all.slice(0, start).plus(decoded.bytes()), new FieldMap(fields));
    }

    /** Behind KEY_PAIR_INFO of 1.4 the reference responder sends 6 more zeros, whatever the transport. */
    private static void requirePadding(MessageEntry entry, Decoded<?> decoded) {
        SpdmMessage message = decoded.message();
        boolean isLonger = message instanceof KeyPairInfo && message.header().isAtLeast(SpdmVersion.V1_4);
        requirePadding(entry, decoded.trailing(), isLonger ? BEHIND_KEY_PAIR_INFO + MOST_PADDING : MOST_PADDING);
    }

    static void requirePadding(MessageEntry entry, Bytes trailing) {
        requirePadding(entry, trailing, MOST_PADDING);
    }

    private static void requirePadding(MessageEntry entry, Bytes trailing, int most) {
        if (trailing.size() > most || !trailing.equals(Bytes.filled(0, trailing.size()))) {
            entry.problem("%d bytes behind the end".formatted(trailing.size()));
        }
    }
}
