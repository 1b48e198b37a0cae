package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.EndSession;
import dev.tdisp.spdm.message.EndSessionAck;
import dev.tdisp.spdm.message.Heartbeat;
import dev.tdisp.spdm.message.HeartbeatAck;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.KeyUpdateAck;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An established session, from the requester's end.
 *
 * <pre>{@code
 * RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
 * Bytes answer = session.vendor(VendorProtocol.TDISP, message);
 * session.end();
 * }</pre>
 *
 * <p>A record that cannot be opened ends the session. For one thread at a time.
 */
public final class RequesterSession {
    private static final String UPDATE_CLAUSE = "2.11";

    private final Requester requester;
    private final SpdmSession session;
    private final Bytes measurementSummaryHash;
    private int nextTag;
    private boolean isVerificationDue;

    /** Creates the facade of an established session. */
    RequesterSession(Requester requester, SpdmSession session, Bytes measurementSummaryHash) {
        this.requester = requester;
        this.session = session;
        this.measurementSummaryHash = measurementSummaryHash;
    }

    /**
     * Returns the session id.
     *
     * @return the responder's half in the upper, the requester's in the lower 16 bits
     */
    public long id() {
        return session.id();
    }

    /**
     * Tells whether the session is alive.
     *
     * @return false once it has ended
     */
    public boolean isEstablished() {
        return session.isEstablished();
    }

    /**
     * Tells how the session began.
     *
     * @return true for PSK_EXCHANGE, false for KEY_EXCHANGE
     */
    public boolean isFromPreSharedKey() {
        return session instanceof PskSession;
    }

    /**
     * Tells how this end proved itself when the session began.
     *
     * @return the form that the responder asked for
     */
    public SessionAuthentication authentication() {
        return session instanceof KeyExchangeSession begun ? begun.authentication() : SessionAuthentication.NONE;
    }

    /**
     * Returns how often the session needs a sign of life.
     *
     * @return seconds, or 0 for never
     */
    public int heartbeatPeriod() {
        return session.heartbeatPeriod();
    }

    /**
     * Returns the summary of measurements that came with the handshake.
     *
     * @return the hash, or no bytes if none was asked for
     */
    public Bytes measurementSummaryHash() {
        return measurementSummaryHash;
    }

    /**
     * Returns what can be asked of the device besides.
     *
     * @return the requests, which travel in this session
     */
    public DeviceManagement management() {
        return new DeviceManagement(requester, Optional.of(session));
    }

    /**
     * Reads the digests of the certificate chains.
     *
     * @return the digest of each provisioned slot
     */
    public Map<Integer, Bytes> digests() {
        return new Certificates(requester, Optional.of(session)).digests();
    }

    /**
     * Reads the certificate chain of a slot, and lets the policy judge it.
     *
     * @param slot 0 to 7
     * @return the chain, which the policy believes
     */
    public CertificateChain certificateChain(int slot) {
        return new Certificates(requester, Optional.of(session)).chain(slot);
    }

    /**
     * Sends a message of another protocol.
     *
     * @param protocol the protocol
     * @param message its message
     * @return the protocol's answer
     * @throws SpdmException if the exchange fails
     * @throws IllegalStateException if the session has ended
     */
    public Bytes vendor(VendorProtocol protocol, Bytes message) {
        return new VendorExchange(requester, Optional.of(session)).exchange(protocol, message);
    }

    /**
     * Returns the session as the channel of another protocol.
     *
     * @param protocol the protocol
     * @return gives the answer to each message
     */
    public UnaryOperator<Bytes> channel(VendorProtocol protocol) {
        return message -> vendor(protocol, message);
    }

    /**
     * Reads measurements in the session.
     *
     * @param query which
     * @return the measurements, verified if they are signed
     * @throws SpdmException if the exchange fails
     * @throws IllegalStateException if the session has ended, or the chain of the signing slot is not known
     */
    public MeasurementReport measurements(MeasurementQuery query) {
        return new MeasurementReader(requester, Optional.of(session)).read(query);
    }

    /**
     * Gives a sign of life.
     *
     * @throws SpdmException if the exchange fails
     * @throws IllegalStateException if the session has ended
     */
    public void heartbeat() {
        var request = Heartbeat.of(requester.connection().version());
        requester.exchange().inSession(request, HeartbeatAck.class, session);
    }

    /** Replaces the key by which the requester sends. */
    public void updateKey() {
        update(KeyUpdateOperation.UPDATE_KEY);
    }

    /** Replaces the keys of both directions. */
    public void updateAllKeys() {
        update(KeyUpdateOperation.UPDATE_ALL_KEYS);
    }

    /**
     * Answers what the responder asks, for example to let it replace its key.
     *
     * @return false if it asks nothing
     * @throws SpdmException if the exchange fails
     * @throws IllegalStateException if the session has ended, or the connection has no encapsulated requests
     */
    public boolean poll() {
        return new Encapsulation(requester).poll(Place.inSession(session));
    }

    /**
     * Ends the session.
     *
     * @throws SpdmException if the responder does not agree; this end has forgotten the keys nevertheless
     * @throws IllegalStateException if the session has ended
     */
    public void end() {
        var request = EndSession.of(requester.connection().version());
        try {
            requester.exchange().inSession(request, EndSessionAck.class, session);
        } finally {
            requester.end(session, "END_SESSION");
        }
    }

    /**
     * Shows the id.
     *
     * @return for example {@code RequesterSession[FFFFFFFFh]}
     */
    @Override
    public String toString() {
        return "RequesterSession[%08Xh]".formatted(id());
    }

    private void update(KeyUpdateOperation operation) {
        SecureSession secure = session.secure();
        boolean isBoth = operation == KeyUpdateOperation.UPDATE_ALL_KEYS;
        verifyIfDue();
        secure.confirmUpdate();
        exchangeUpdate(operation, isBoth ? this::expectNewKey : () -> {});
        if (isBoth && !secure.isUpdatePending()) {
            throw lost("KEY_UPDATE_ACK comes under the former key");
        }
        secure.confirmUpdate();
        secure.updateSending();
        isVerificationDue = true;
        verifyIfDue();
    }

    /** Lets the responder forget the former key; if that fails, the next update does it first. */
    private void verifyIfDue() {
        if (isVerificationDue) {
            exchangeUpdate(KeyUpdateOperation.VERIFY_NEW_KEY, () -> {});
            isVerificationDue = false;
        }
    }

    private void exchangeUpdate(KeyUpdateOperation operation, Runnable beforeOpening) {
        KeyUpdate request = KeyUpdate.of(requester.connection().version(), operation, nextTag++ & 0xFF);
        KeyUpdateAck response = requester
                .exchange()
                .inSession(request, KeyUpdateAck.class, session, beforeOpening)
                .message();
        if (!response.header().equals(request.header())) {
            throw lost("KEY_UPDATE_ACK does not echo");
        }
    }

    private void expectNewKey() {
        if (!session.secure().isUpdatePending()) {
            session.secure().expectUpdate();
        }
    }

    /** Ends a session of which nobody knows what keys its ends have. */
    private SpdmException lost(String reason) {
        requester.end(session, reason);
        return requester.exchange().refuse(reason, UPDATE_CLAUSE);
    }
}
