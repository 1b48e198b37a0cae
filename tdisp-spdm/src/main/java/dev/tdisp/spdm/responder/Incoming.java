package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that is being checked, step by step in the order of its handler. */
final class Incoming {
    private static final int PARAM1 = 2;
    private static final int PARAM2 = 3;

    /** What may come while the responder waits for a response of the requester's (section 8.2). */
    private static final Set<SpdmCode> EXEMPT = EnumSet.of(
            SpdmCode.GET_VERSION,
            SpdmCode.GET_ENCAPSULATED_REQUEST,
            SpdmCode.DELIVER_ENCAPSULATED_RESPONSE,
            SpdmCode.CHUNK_SEND,
            SpdmCode.CHUNK_GET);

    private final Responder responder;
    private final SpdmCode code;
    private final Bytes received;
    private final @Nullable SpdmSession session;

    Incoming(Responder responder, SpdmCode code, Bytes received, @Nullable SpdmSession session) {
        this.responder = responder;
        this.code = code;
        this.received = received;
        this.session = session;
    }

    Bytes received() {
        return received;
    }

    SpdmCode code() {
        return code;
    }

    int version() {
        return received.at(0);
    }

    int param1() {
        return received.at(PARAM1);
    }

    int param2() {
        return received.at(PARAM2);
    }

    Optional<SpdmSession> session() {
        return Optional.ofNullable(session);
    }

    boolean isAtLeast(SpdmVersion since) {
        return connection().version().isAtLeast(since);
    }

    /** Checks that the negotiated version knows the request at all. */
    void requireKnown() {
        if (!isAtLeast(code.since())) {
            throw Refusal.unsupported(
                    code.requestCode(),
                    "SPDM %s has no %s".formatted(connection().version(), code));
        }
    }

    void requireVersion() {
        if (version() != connection().version().code()) {
            throw Refusal.of(
                    SpdmErrorCode.VERSION_MISMATCH,
                    "version %02xh is not %s".formatted(version(), connection().version()));
        }
    }

    /** Returns the session as traces show it: 0 in the clear. */
    long sessionId() {
        return session == null ? 0 : session.id();
    }

    /** Returns what is remembered of the way this request came. */
    Channel channel() {
        return responder.channel(session);
    }

    /** Checks that the responder may ask at all. */
    void requireEncapsulation() {
        if (!connection().context().isEncapsulationSupported()) {
            throw unsupported("ENCAP_CAP is not there on both sides");
        }
    }

    void requireReady() {
        if (!EXEMPT.contains(code) && responder.isQuestionDue(session)) {
            throw Refusal.of(SpdmErrorCode.REQUEST_IN_FLIGHT, "a response to the responder's request is due");
        }
        switch (responder.condition()) {
            case NORMAL -> responder.deferral().requireReady(code, received, session());
            case BUSY -> throw Refusal.of(SpdmErrorCode.BUSY, "the responder is busy");
            case NEED_RESYNC -> throw resynchronization();
        }
    }

    /** Forgets what is agreed; the error is the last message of the version that was. */
    private Refusal resynchronization() {
        SpdmVersion agreed = connection().version();
        connection().restart(ConnectionState.NOT_STARTED, "RequestResynch");
        return Refusal.of(SpdmErrorCode.REQUEST_RESYNCH, "the connection must start anew")
                .in(agreed);
    }

    void requireCapability(Capability capability) {
        if (!responder.profile().capabilities().has(capability)) {
            throw unsupported(capability + " is missing");
        }
    }

    void requireBoth(Capability capability) {
        if (!connection().context().requester().has(capability)
                || !responder.profile().capabilities().has(capability)) {
            throw unsupported(capability + " is not there on both sides");
        }
    }

    /** Returns the key of a slot that may sign what is asked for. */
    Identity requireIdentity(int slot, int usage) {
        Identity identity = responder.identity(slot).orElseThrow(() -> invalid("slot %d holds no key".formatted(slot)));
        boolean isUsable = !connection().suite().isResponderMultiKey()
                || responder
                        .credentials()
                        .key(slot)
                        .filter(key -> key.isUsableFor(usage))
                        .isPresent();
        if (!isUsable) {
            throw invalid("the key of slot %d is not for %s".formatted(slot, code));
        }
        return identity;
    }

    void requireState(ConnectionState state) {
        if (connection().state() != state) {
            throw unexpected("the connection is in state " + connection().state());
        }
    }

    void requireNegotiated() {
        if (!connection().state().isAtLeast(ConnectionState.NEGOTIATED)) {
            throw unexpected("the connection is in state " + connection().state());
        }
    }

    void requireNoSession() {
        if (session != null) {
            throw unexpected("%s is not legal in a session".formatted(code));
        }
    }

    void requireEstablishedIfInSession() {
        if (session != null && !session.isEstablished()) {
            throw unexpected("the session is in state " + session.state());
        }
    }

    /** Returns the session of a request that is legal in a session only. */
    SpdmSession requireSession() {
        if (session == null) {
            throw sessionRequired("%s is legal in a session only".formatted(code));
        }
        return session;
    }

    SpdmSession requireEstablished() {
        SpdmSession required = requireSession();
        requireEstablishedIfInSession();
        return required;
    }

    /** Decodes the request; bytes behind its natural end are a transport's padding, or a requester's mistake. */
    <M extends SpdmRequest> Decoded<M> decode(Class<M> type) {
        try {
            Decoded<SpdmRequest> decoded =
                    SpdmCodec.request(received, connection().context());
            return new Decoded<>(type.cast(decoded.message()), decoded.bytes(), decoded.trailing());
        } catch (MalformedMessageException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    <M extends SpdmRequest> Decoded<M> decodeExactly(Class<M> type) {
        Decoded<M> decoded = decode(type);
        if (!decoded.trailing().isEmpty()) {
            throw invalid("%d bytes too many".formatted(decoded.trailing().size()));
        }
        return decoded;
    }

    Refusal invalid(String reason) {
        return Refusal.of(SpdmErrorCode.INVALID_REQUEST, reason);
    }

    Refusal unexpected(String reason) {
        return Refusal.of(SpdmErrorCode.UNEXPECTED_REQUEST, reason);
    }

    Refusal unsupported(String reason) {
        return Refusal.unsupported(code.requestCode(), reason);
    }

    Refusal sessionRequired(String reason) {
        boolean isNamed = isAtLeast(SpdmErrorCode.SESSION_REQUIRED.since());
        return Refusal.of(isNamed ? SpdmErrorCode.SESSION_REQUIRED : SpdmErrorCode.UNSPECIFIED, reason);
    }

    private Connection connection() {
        return responder.connection();
    }
}
