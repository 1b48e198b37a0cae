package dev.tdisp.spdm.connection;

import dev.tdisp.core.env.Env;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.session.Transcript;

/**
 * One end's view of a connection: its state, what is agreed, and what was said.
 *
 * <p>For one thread at a time.
 */
public final class Connection {
    private static final String MACHINE = "SPDM connection";

    private final Env env;
    private final SpdmEvents events;
    private final Transcript transcript = new Transcript();
    private ConnectionState state = ConnectionState.NOT_STARTED;
    private NegotiatedContext context = NegotiatedContext.NONE;
    private KeyLog keyLog = KeyLog.NONE;
    private TransferSizes peerSizes = TransferSizes.UNLIMITED;

    /**
     * Creates a connection before its first message.
     *
     * @param env the environment
     * @param events where changes are recorded
     */
    public Connection(Env env, SpdmEvents events) {
        this.env = env;
        this.events = events;
    }

    /**
     * Returns the environment.
     *
     * @return time and randomness
     */
    public Env env() {
        return env;
    }

    /**
     * Returns where this end records what it does.
     *
     * @return the recorder
     */
    public SpdmEvents events() {
        return events;
    }

    /**
     * Returns the state.
     *
     * @return how far the connection has come
     */
    public ConnectionState state() {
        return state;
    }

    /**
     * Returns what is agreed.
     *
     * @return versions, capabilities and algorithms, as far as negotiated
     */
    public NegotiatedContext context() {
        return context;
    }

    /**
     * Returns the version.
     *
     * @return the negotiated version, or 1.0 before
     */
    public SpdmVersion version() {
        return context.version();
    }

    /**
     * Returns the algorithms.
     *
     * @return the negotiated suite, empty before
     */
    public AlgorithmSuite suite() {
        return context.suite();
    }

    /**
     * Returns the base hash.
     *
     * @return the negotiated function
     * @throws IllegalStateException if none is negotiated
     */
    public Hash hash() {
        return Hash.of(suite().hash());
    }

    /**
     * Returns how large messages the other end can receive.
     *
     * @return its sizes; no limit before they are known
     */
    public TransferSizes peerSizes() {
        return peerSizes;
    }

    /**
     * Says how large messages the other end can receive.
     *
     * @param sizes its sizes, which are legal
     */
    public void peerSizes(TransferSizes sizes) {
        peerSizes = sizes;
    }

    /**
     * Returns what was said outside sessions.
     *
     * @return the transcript
     */
    public Transcript transcript() {
        return transcript;
    }

    /**
     * Returns where secrets of sessions are written down.
     *
     * @return nowhere, unless {@link #logKeys} says so
     */
    public KeyLog keyLog() {
        return keyLog;
    }

    /**
     * Says where the secrets of sessions are written down from now on.
     *
     * @param log where
     */
    public void logKeys(KeyLog log) {
        keyLog = log;
    }

    /**
     * Tells whether CHALLENGE has authenticated the responder.
     *
     * @return true in the state AUTHENTICATED
     */
    public boolean isAuthenticated() {
        return state == ConnectionState.AUTHENTICATED;
    }

    /**
     * Forgets everything.
     *
     * @param next the state to begin with
     * @param cause why
     */
    public void restart(ConnectionState next, String cause) {
        transcript.reset();
        context = NegotiatedContext.NONE;
        peerSizes = TransferSizes.UNLIMITED;
        move(next, cause);
    }

    /**
     * Goes on with what a negotiation agreed.
     *
     * @param next the state after it
     * @param agreed what is agreed
     * @param cause the message that agreed
     */
    public void agree(ConnectionState next, NegotiatedContext agreed, String cause) {
        context = agreed;
        move(next, cause);
    }

    /**
     * Goes on, unless the connection has come further already.
     *
     * @param next the state to reach
     * @param cause why
     */
    public void reach(ConnectionState next, String cause) {
        if (!state.isAtLeast(next)) {
            move(next, cause);
        }
    }

    private void move(ConnectionState next, String cause) {
        ConnectionState before = state;
        state = next;
        if (before != next) {
            events.changed(MACHINE, before, next, cause, "section 8.1");
        }
    }
}
