package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ChunkFormat;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.RespondIfReady;
import dev.tdisp.spdm.message.ResponseNotReady;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.session.Transcript;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Sends requests, in the clear or in a session, and takes their responses apart. */
final class Exchange {
    private static final int MAXIMUM_PADDING = 3;
    private static final int REMEMBERED = 8;
    private static final int ERROR = 0x7F;
    private static final int HANDLE_MASK = 0xFF;
    private static final int SMALLEST_AFTER_CHUNKS = 34;
    private static final String GENERAL_CLAUSE = "8.6";

    private final SpdmTransport transport;
    private final Connection connection;
    private final SessionKeeper sessions;
    private final Deque<String> history = new ArrayDeque<>();
    private final RequesterOptions options;
    private final Records records;
    private @Nullable Pause pause;
    private int nextHandle;

    Exchange(SpdmTransport transport, Connection connection, RequesterOptions options, SessionKeeper sessions) {
        this.options = options;
        this.sessions = sessions;
        this.transport = transport;
        this.records = new Records(transport.hooks());
        this.connection = connection;
    }

    /**
     * How messages go.
     *
     * @param session the session; none in the clear
     * @param beforeOpening done before each answer is opened
     */
    private record Way(@Nullable SpdmSession session, Runnable beforeOpening) {
        static final Way CLEAR = new Way(null, () -> {});
    }

    /** Says how to wait for responses that are not ready; before, they count as refused. */
    void waitBy(Pause how) {
        pause = how;
    }

    /** Exchanges messages in the clear. */
    <M extends SpdmResponse> Reply<M> inClear(SpdmRequest request, Class<M> type) {
        Transcript transcript = connection.transcript();
        transcript.request(request.code(), connection.isAuthenticated());
        Bytes answer = converse(request, Way.CLEAR);
        return reply(request, request.encode(), answer, type, Way.CLEAR);
    }

    /** Exchanges messages in a session; what cannot be opened ends it. */
    <M extends SpdmResponse> Reply<M> inSession(SpdmRequest request, Class<M> type, SpdmSession session) {
        return inSession(request, type, session, () -> {});
    }

    <M extends SpdmResponse> Reply<M> inSession(
            SpdmRequest request, Class<M> type, SpdmSession session, Runnable beforeOpening) {
        if (session.secure().isDestroyed()) {
            throw new IllegalStateException("session %08Xh has ended".formatted(session.id()));
        }
        connection.transcript().sessionRequest(request.code(), connection.isAuthenticated());
        session.transcript().request(request.code());
        var way = new Way(session, beforeOpening);
        Bytes answer = converse(request, way);
        return reply(request, request.encode(), answer, type, way);
    }

    /** Sends a request and gives what answers it; what is too large for one transfer goes in chunks. */
    private Bytes converse(SpdmRequest request, Way way) {
        SpdmSession session = way.session();
        Bytes bytes = request.encode();
        boolean isChunking = connection.context().both(Capability.CHUNK_CAP);
        TransferSizes sizes = peerSizes(session);
        var chunks = new ChunkTransfer(this, connection, sizes, part -> once(part, way));
        boolean isLarge = bytes.size() > sizes.dataTransferSize();
        if (isLarge && !isChunking) {
            throw refuse("the responder cannot receive %d bytes".formatted(bytes.size()), "2.13");
        }
        Bytes answer;
        if (isLarge) {
            sent(request, session == null ? 0 : session.id());
            answer = chunks.send(nextHandle++ & HANDLE_MASK, bytes);
        } else {
            answer = once(request, way);
        }
        OptionalInt handle = isChunking ? largeResponse(answer) : OptionalInt.empty();
        if (handle.isEmpty()) {
            return answer;
        }
        int minimum = isLarge ? SMALLEST_AFTER_CHUNKS : ChunkFormat.MINIMUM_MESSAGE;
        return chunks.fetch(handle.getAsInt(), minimum, options.maximumMessageSize());
    }

    /** Returns how large messages can be that reach the responder by one way. */
    TransferSizes peerSizes(@Nullable SpdmSession session) {
        long largest = session == null
                ? transport.binding().largestMessage()
                : session.secure().largestMessage();
        return connection.peerSizes().within(largest);
    }

    private static OptionalInt largeResponse(Bytes answer) {
        boolean isLargeResponse = answer.size() > SpdmHeader.SIZE
                && answer.at(1) == ERROR
                && answer.at(2) == SpdmErrorCode.LARGE_RESPONSE.code();
        return isLargeResponse ? OptionalInt.of(answer.at(SpdmHeader.SIZE)) : OptionalInt.empty();
    }

    /** Sends one message and gives what answers it. */
    private Bytes once(SpdmRequest request, Way way) {
        SpdmSession session = way.session();
        if (session == null) {
            TransportMessage answer = exchange(TransportMessage.spdm(sent(request, 0)));
            if (answer.kind() != TransportMessage.Kind.SPDM) {
                throw refuse("a secured record answers a request in the clear", "6.5");
            }
            return requireSize(answer.payload());
        }
        boolean isOpened = false;
        try {
            Bytes opened = inRecords(request, session, way.beforeOpening());
            isOpened = true;
            return requireSize(opened);
        } finally {
            if (!isOpened) {
                sessions.end(session, "an exchange failed");
            }
        }
    }

    private Bytes inRecords(SpdmRequest request, SpdmSession session, Runnable beforeOpening) {
        requireKey(session);
        Bytes received = records.exchange(
                        session, sent(request, session.id()), message -> line(message, session, beforeOpening))
                .orElseThrow(() -> lost(session, "no response", null));
        sessions.touch(session);
        return received;
    }

    /** Seals a message, sends it, and opens what answers it. */
    private Bytes line(Bytes message, SpdmSession session, Runnable beforeOpening) {
        requireKey(session);
        TransportMessage answer =
                exchange(TransportMessage.secured(session.secure().seal(message)), session);
        beforeOpening.run();
        return open(answer, session);
    }

    /** Checks that no more came in one transfer than this end has said to take. */
    private Bytes requireSize(Bytes answer) {
        boolean isTooLarge = connection.version().isAtLeast(SpdmVersion.V1_2)
                && answer.size() > options.dataTransferSize() + MAXIMUM_PADDING;
        if (isTooLarge) {
            throw refuse("%d bytes are more than DataTransferSize".formatted(answer.size()), "2.1");
        }
        return answer;
    }

    private void requireKey(SpdmSession session) {
        if (!session.secure().canSeal()) {
            throw lost(session, "the key may protect no more records", null);
        }
    }

    /** Exchanges messages in a session, or in the clear if there is none. */
    <M extends SpdmResponse> Reply<M> in(Optional<SpdmSession> session, SpdmRequest request, Class<M> type) {
        return session.map(open -> inSession(request, type, open)).orElseGet(() -> inClear(request, type));
    }

    SpdmException refuse(String reason, String clause) {
        return new SpdmException(reason, clause, null, List.copyOf(history), null);
    }

    private Bytes sent(SpdmRequest request, long sessionId) {
        connection.events().sent(request, sessionId);
        remember(request.name() + (sessionId == 0 ? "" : " in session %08Xh".formatted(sessionId)));
        return request.encode();
    }

    private TransportMessage exchange(TransportMessage request) {
        try {
            return transport.exchange(request);
        } catch (TransportException e) {
            throw new SpdmException("no response: " + e.getMessage(), GENERAL_CLAUSE, null, List.copyOf(history), e);
        }
    }

    private TransportMessage exchange(TransportMessage request, SpdmSession session) {
        try {
            return transport.exchange(request);
        } catch (TransportException e) {
            throw lost(session, "no response: " + e.getMessage(), e);
        }
    }

    private Bytes open(TransportMessage answer, SpdmSession session) {
        if (answer.kind() != TransportMessage.Kind.SECURED) {
            throw lost(session, "a message in the clear answers a secured request", null);
        }
        try {
            return session.secure()
                    .open(answer.payload())
                    .orElseThrow(() -> lost(session, "a record cannot be decrypted", null));
        } catch (MalformedMessageException e) {
            throw lost(session, "a record holds no SPDM message", e);
        }
    }

    private SpdmException lost(SpdmSession session, String reason, @Nullable Throwable cause) {
        sessions.end(session, reason);
        return new SpdmException(reason, "6.5", null, List.copyOf(history), cause);
    }

    private <M extends SpdmResponse> Reply<M> reply(
            SpdmRequest request, Bytes sent, Bytes received, Class<M> type, Way way) {
        Decoded<SpdmResponse> decoded = decode(request, received);
        SpdmResponse response = decoded.message();
        remember("  " + describe(response));
        if (response instanceof ErrorResponse error) {
            Optional<Bytes> ready = pause == null ? Optional.empty() : ready(request, error, pause, way);
            if (ready.isPresent()) {
                return reply(request, sent, ready.get(), type, way);
            }
            throw refused(request, error, way.session());
        }
        if (response.header().version() != request.header().version()) {
            throw refuse(
                    "%s has version %02xh"
                            .formatted(response.name(), response.header().version()),
                    GENERAL_CLAUSE);
        }
        if (decoded.trailing().size() > MAXIMUM_PADDING) {
            throw refuse(
                    "%s is followed by %d bytes"
                            .formatted(response.name(), decoded.trailing().size()),
                    GENERAL_CLAUSE);
        }
        return new Reply<>(sent, type.cast(response), decoded.bytes());
    }

    /** Waits for a response that is not ready; nothing if the error is another one, or the patience is at its end. */
    private Optional<Bytes> ready(SpdmRequest request, ErrorResponse error, Pause pause, Way way) {
        var waiting = new Waiting(request, pause, options.has(SpdmSwitch.RDTM_OF_ONE_ACCEPTED));
        Optional<ResponseNotReady> announced = error.notReady();
        Optional<Bytes> answer = Optional.empty();
        while (announced.isPresent()) {
            if (!waiting.isAcceptable(announced.get())) {
                throw refuse("ResponseNotReady says " + announced.get(), "2.12");
            }
            Optional<RespondIfReady> again = waiting.next(announced.get());
            if (again.isEmpty()) {
                return Optional.empty();
            }
            answer = Optional.of(converse(again.get(), way));
            announced = decode(request, answer.get()).message() instanceof ErrorResponse next
                    ? next.notReady()
                    : Optional.empty();
        }
        return answer;
    }

    private Decoded<SpdmResponse> decode(SpdmRequest request, Bytes received) {
        try {
            Decoded<SpdmResponse> decoded = SpdmCodec.response(received, request, connection.context());
            if (!(decoded.message() instanceof ErrorResponse)
                    && decoded.message().code() != (request.code() & 0x7F)) {
                throw refuse(
                        "%s does not answer %s".formatted(decoded.message().name(), request.name()), GENERAL_CLAUSE);
            }
            return decoded;
        } catch (MalformedMessageException e) {
            throw new SpdmException(
                    "the answer to %s is malformed: %s".formatted(request.name(), e.getMessage()),
                    GENERAL_CLAUSE,
                    null,
                    List.copyOf(history),
                    e);
        }
    }

    private SpdmException refused(SpdmRequest request, ErrorResponse error, @Nullable SpdmSession session) {
        SpdmErrorCode code = error.error().orElse(SpdmErrorCode.UNSPECIFIED);
        if (session != null && code == SpdmErrorCode.DECRYPT_ERROR) {
            sessions.end(session, "the responder answers DecryptError");
        }
        if (code == SpdmErrorCode.REQUEST_RESYNCH) {
            sessions.restart("RequestResynch");
            connection.restart(ConnectionState.NOT_STARTED, "RequestResynch");
        }
        return new SpdmException(
                "%s was refused: %s".formatted(request.name(), describe(error)),
                "2.12",
                error,
                List.copyOf(history),
                null);
    }

    private static String describe(SpdmResponse response) {
        if (!(response instanceof ErrorResponse error)) {
            return response.name();
        }
        String code = error.error()
                .map(Enum::name)
                .orElseGet(() -> "%02Xh".formatted(error.header().param1()));
        return "ERROR %s, data %02Xh".formatted(code, error.header().param2());
    }

    private void remember(String line) {
        history.addLast(line);
        if (history.size() > REMEMBERED) {
            history.removeFirst();
        }
    }
}
