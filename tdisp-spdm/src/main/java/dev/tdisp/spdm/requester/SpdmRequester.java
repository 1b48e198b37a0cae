package dev.tdisp.spdm.requester;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.EventListener;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The requester's end of one connection with its sessions.
 *
 * <pre>{@code
 * var requester = new SpdmRequester(transport, RequesterOptions.TDISP, env);
 * requester.connect();
 * requester.certificateChain(0);
 * requester.challenge(0);
 * RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
 * }</pre>
 *
 * <p>Every method that exchanges messages throws {@link SpdmException} if the responder refuses, or is not believed; nothing
 * is tried twice. For one thread at a time.
 */
public final class SpdmRequester {
    private final Requester requester;

    /**
     * Creates a requester before its first message.
     *
     * @param transport carries the messages
     * @param options what the requester can do and wants
     * @param env its environment
     */
    public SpdmRequester(SpdmTransport transport, RequesterOptions options, Env env) {
        this.requester = new Requester(transport, options, env);
    }

    /**
     * Agrees on version, capabilities and algorithms. What a former connection agreed on, its sessions too, is forgotten.
     *
     * @return what is agreed
     */
    public NegotiatedContext connect() {
        requester.restart("GET_VERSION");
        return new Negotiation(requester.connection(), requester.exchange(), requester.options()).run();
    }

    /**
     * Reads the digests of the certificate chains.
     *
     * @return the digest of each provisioned slot
     * @throws IllegalStateException before {@link #connect}
     */
    public Map<Integer, Bytes> digests() {
        return new Certificates(requester, Optional.empty()).digests();
    }

    /**
     * Reads the certificate chain of a slot, and lets the policy judge it.
     *
     * @param slot 0 to 7
     * @return the chain, which the policy believes
     * @throws IllegalStateException before {@link #connect}
     */
    public CertificateChain certificateChain(int slot) {
        return new Certificates(requester, Optional.empty()).chain(slot);
    }

    /**
     * Lets the responder prove that it holds the key of a slot.
     *
     * @param slot 0 to 7
     * @return the proof, verified
     * @throws IllegalStateException before {@link #certificateChain} of that slot
     */
    public ChallengeAuth challenge(int slot) {
        return challenge(slot, MeasurementSummary.NONE);
    }

    /**
     * Lets the responder prove that it holds the key of a slot, and summarize its measurements.
     *
     * @param slot 0 to 7
     * @param summary which measurements to summarize
     * @return the proof with the summary, verified
     * @throws IllegalStateException before {@link #certificateChain} of that slot
     */
    public ChallengeAuth challenge(int slot, MeasurementSummary summary) {
        return new Authentication(requester).challenge(slot, summary);
    }

    /**
     * Reads measurements outside any session.
     *
     * @param query which
     * @return the measurements, verified if they are signed
     * @throws IllegalStateException before {@link #connect}, or of the signing slot before {@link #certificateChain}
     */
    public MeasurementReport measurements(MeasurementQuery query) {
        return new MeasurementReader(requester, Optional.empty()).read(query);
    }

    /**
     * Starts a session by KEY_EXCHANGE and FINISH.
     *
     * @param options how it is to begin
     * @return the established session
     * @throws IllegalStateException before {@link #certificateChain} of the slot
     */
    public RequesterSession startSession(SessionOptions options) {
        return new KeyExchangeStart(requester).run(options);
    }

    /**
     * Starts a session from a pre-shared key.
     *
     * @param hint says to the responder which key is meant
     * @param psk the key; stays the caller's
     * @param options how it is to begin
     * @return the established session
     * @throws IllegalStateException before {@link #connect}
     */
    public RequesterSession startPskSession(Bytes hint, Secret psk, SessionOptions options) {
        return new PskStart(requester).run(hint, psk, options);
    }

    /**
     * Returns what can be asked of the device besides, outside any session.
     *
     * @return the requests
     */
    public DeviceManagement management() {
        return new DeviceManagement(requester, Optional.empty());
    }

    /**
     * Sends a message of another protocol outside any session.
     *
     * @param protocol the protocol
     * @param message its message
     * @return the protocol's answer
     * @throws IllegalStateException before {@link #connect}
     */
    public Bytes vendor(VendorProtocol protocol, Bytes message) {
        return new VendorExchange(requester, Optional.empty()).exchange(protocol, message);
    }

    /**
     * Says how to wait for responses that are not ready; before, ResponseNotReady counts as a refusal.
     *
     * @param pause lets time pass
     */
    public void waitBy(Pause pause) {
        requester.exchange().waitBy(pause);
    }

    /**
     * Returns what this end proves itself with, to be filled before {@link #connect}.
     *
     * @return the slots and the raw key; empty at first
     */
    public Credentials credentials() {
        return requester.credentials();
    }

    /**
     * Gives the responder's public key, for responders with PUB_KEY_ID_CAP; {@link Credentials#RAW_KEY} is its slot then.
     *
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     */
    public void responderKey(Bytes publicKey) {
        requester.peer().rawKey(publicKey);
    }

    /**
     * Answers what the responder asks outside sessions.
     *
     * @return false if it asks nothing
     * @throws SpdmException if the exchange fails
     * @throws IllegalStateException before {@link #connect}, or if the connection has no encapsulated requests
     */
    public boolean poll() {
        requester.requireNegotiated();
        return new Encapsulation(requester).poll(Place.IN_CLEAR);
    }

    /**
     * Says of which class this end is, for responders that ask.
     *
     * @param source knows the class
     */
    public void deviceClass(Supplier<DeviceClassInfo> source) {
        requester.deviceClass(source);
    }

    /**
     * Says who is told of events that the responder sends.
     *
     * @param listener is told from now on
     */
    public void eventListener(EventListener listener) {
        requester.eventListener(listener);
    }

    /**
     * Returns what was negotiated, as it went over the wire: part A of the transcript (section 3).
     *
     * @return GET_VERSION to ALGORITHMS; empty before {@link #connect()}
     */
    public Bytes negotiation() {
        return requester.connection().transcript().negotiation();
    }

    /**
     * Returns the state of the connection.
     *
     * @return how far it has come
     */
    public ConnectionState state() {
        return requester.connection().state();
    }

    /**
     * Returns what is agreed.
     *
     * @return version, capabilities and algorithms, as far as negotiated
     */
    public NegotiatedContext context() {
        return requester.connection().context();
    }

    /**
     * Returns the ids of the sessions that are alive.
     *
     * @return established ones, in the order they began
     */
    public List<Long> sessions() {
        return requester.sessions().stream().map(SpdmSession::id).toList();
    }

    /**
     * Ends all sessions at this end, for example because the transport is closed; the responder is not told.
     *
     * @param cause why
     */
    public void endSessions(String cause) {
        requester.endAll(cause);
    }

    /**
     * Says where the secrets of sessions are written down from now on; nowhere unless told so.
     *
     * @param log where
     */
    public void logKeys(KeyLog log) {
        requester.connection().logKeys(log);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of sessions from now on
     */
    public void addListener(SessionListener listener) {
        requester.addListener(listener);
    }
}
