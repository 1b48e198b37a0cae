package dev.tdisp.spdm.requester;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.EventListener;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SessionListeners;
import dev.tdisp.spdm.connection.SessionWatch;
import dev.tdisp.spdm.connection.SpdmEvents;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.OpaqueData;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What all exchanges of a requester share. */
final class Requester implements SessionKeeper {
    private static final int NONCE_SIZE = 32;
    private static final int CONTEXT_SIZE = 8;
    private static final int MAXIMUM_OPAQUE_SIZE = 1024;

    private final RequesterOptions options;
    private final Env env;
    private final TransportBinding binding;
    private final Connection connection;
    private final Exchange exchange;
    private final PeerIdentity peer = new PeerIdentity();
    private final Credentials credentials = new Credentials();
    private EventListener eventListener = (sessionId, events) -> {};
    private final List<SpdmSession> sessions = new ArrayList<>();
    private final SessionListeners listeners = new SessionListeners();
    private final SessionWatch watch;
    private Supplier<DeviceClassInfo> deviceClass = () -> new DeviceClassInfo(0, List.of());

    Requester(SpdmTransport transport, RequesterOptions options, Env env) {
        this.options = options;
        this.env = env;
        this.binding = transport.binding();
        this.connection = new Connection(
                env, new SpdmEvents(env, options.names().self(), options.names().peer()));
        this.exchange = new Exchange(transport, connection, options, this);
        this.watch = new SessionWatch(env.timers(), this::end);
    }

    RequesterOptions options() {
        return options;
    }

    Env env() {
        return env;
    }

    TransportBinding binding() {
        return binding;
    }

    Connection connection() {
        return connection;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Returns what is known of the responder's identity. */
    PeerIdentity peer() {
        return peer;
    }

    List<SpdmSession> sessions() {
        return sessions;
    }

    void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    /** Forgets what was learned in a former connection. */
    @Override
    public void restart(String cause) {
        peer.forget();
        endAll(cause);
    }

    void endAll(String cause) {
        SessionListeners.each(sessions, session -> end(session, cause));
    }

    /** Keeps a session; it ends at once if a listener cannot bear it, because nobody gets hold of it then. */
    void add(SpdmSession session) {
        sessions.add(session);
        watch.touch(session);
        try {
            listeners.established(session.id());
        } catch (RuntimeException e) {
            end(session, "a listener failed");
            throw e;
        }
    }

    @Override
    public void touch(SpdmSession session) {
        if (sessions.contains(session)) {
            watch.touch(session);
        }
    }

    @Override
    public void end(SpdmSession session, String cause) {
        boolean wasUsed = sessions.remove(session);
        watch.forget(session);
        session.end(cause);
        if (wasUsed) {
            listeners.ended(session.id(), cause);
        }
    }

    void requireNegotiated() {
        if (!connection.state().isAtLeast(ConnectionState.NEGOTIATED)) {
            throw new IllegalStateException("connect() comes first: the connection is in state " + connection.state());
        }
    }

    /** Returns what this end proves itself with. */
    Credentials credentials() {
        return credentials;
    }

    EventListener eventListener() {
        return eventListener;
    }

    void eventListener(EventListener listener) {
        eventListener = listener;
    }

    DeviceClassInfo deviceClass() {
        return deviceClass.get();
    }

    void deviceClass(Supplier<DeviceClassInfo> source) {
        deviceClass = source;
    }

    /** Checks that this end has the capability that a request of the responder's needs. */
    void requireOwn(Capability capability, Asked asked) {
        if (!connection.context().requester().has(capability)) {
            throw Declined.unsupported(asked.request().code());
        }
    }

    /** Finds the key of a slot of this end's that the capabilities admit for a use. */
    Optional<Identity> identity(int slot, int usage) {
        boolean isRaw = slot == Credentials.RAW_KEY;
        Capability kind = isRaw ? Capability.PUB_KEY_ID_CAP : Capability.CERT_CAP;
        boolean isUsable = !connection.suite().isRequesterMultiKey()
                || credentials.key(slot).filter(key -> key.isUsableFor(usage)).isPresent();
        return connection.context().requester().has(kind) && isUsable
                ? credentials.identity(slot, connection.hash())
                : Optional.empty();
    }

    Bytes sign(Identity identity, SigningContext context, Bytes transcript) {
        return context.sign(identity.signer(), connection.version(), connection.hash(), transcript);
    }

    /** Returns the size of the largest request that reaches the responder, in chunks if need be. */
    long transferLimit(Optional<SpdmSession> session) {
        boolean isChunking = connection.context().both(Capability.CHUNK_CAP);
        return exchange.peerSizes(session.orElse(null)).largestMessage(connection.version(), isChunking);
    }

    /** Returns what transcripts know the key of a slot by. */
    Bytes identityHash(int slot) {
        return peer.hash(slot, connection.hash()).orElseThrow(() -> unknown(slot));
    }

    private IllegalStateException unknown(int slot) {
        return new IllegalStateException(
                slot == Credentials.RAW_KEY
                        ? "the responder's raw key was not given"
                        : "certificateChain(%d) comes first".formatted(slot));
    }

    Bytes nonce() {
        return env.random().next(NONCE_SIZE);
    }

    Bytes requesterContext() {
        boolean isUsed = connection.version().isAtLeast(SpdmVersion.V1_3);
        return isUsed ? env.random().next(CONTEXT_SIZE) : Bytes.EMPTY;
    }

    void requireSignature(int slot, SigningContext context, Bytes transcript, Bytes signature, String clause) {
        Verifier verifier;
        try {
            verifier = Verifier.of(
                    connection.suite().signature(), peer.publicKey(slot).orElseThrow(() -> unknown(slot)));
        } catch (MalformedMessageException e) {
            throw exchange.refuse(
                    "the key of slot %d is not of %s"
                            .formatted(slot, connection.suite().signature()),
                    clause);
        }
        if (!context.verify(verifier, connection.version(), connection.hash(), transcript, signature)) {
            throw exchange.refuse("the signature is wrong", clause);
        }
    }

    void requireOpaqueData(Bytes opaqueData, String clause) {
        boolean isAllowed = !connection.version().isAtLeast(SpdmVersion.V1_2)
                || connection.suite().opaqueDataFormat() != OpaqueDataFormat.NONE;
        if (opaqueData.size() > (isAllowed ? MAXIMUM_OPAQUE_SIZE : 0)) {
            throw exchange.refuse("%d bytes of opaque data".formatted(opaqueData.size()), clause);
        }
        boolean isGeneral = connection.version().isAtLeast(SpdmVersion.V1_2)
                && connection.suite().opaqueDataFormat() == OpaqueDataFormat.FORMAT_1;
        if (isGeneral && !opaqueData.isEmpty() && !OpaqueData.isWellFormed(connection.version(), opaqueData)) {
            throw exchange.refuse("OpaqueData is malformed", clause);
        }
    }
}
