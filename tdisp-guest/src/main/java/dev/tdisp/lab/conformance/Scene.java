package dev.tdisp.lab.conformance;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A subject on a link of its own, and the other end that brings it to the state in which a case asks it.
 *
 * <pre>{@code
 * SceneSession session = scene.session();
 * Tdi tdi = scene.tdi(session);
 * tdi.bring(TdiState.CONFIG_LOCKED);
 * Answer answer = tdi.ask(RequestCode.STOP_INTERFACE_REQUEST, Bytes.EMPTY);
 * }</pre>
 *
 * <p>What cannot be reached is a {@link SetupException}. For one thread at a time.
 */
public final class Scene implements AutoCloseable {
    private static final int SLOT = 0;

    private final Subject subject;
    private final Subject.Link link;
    private final Env env;
    private final long seed;
    private final Tap tap;
    private final SceneSecrets secrets = new SceneSecrets();
    private final List<SceneSession> sessions = new ArrayList<>();
    private final List<Tdi> touched = new ArrayList<>();
    private RequesterOptions options = RequesterOptions.TDISP;
    private Optional<SpdmRequester> requester = Optional.empty();
    private List<InterfaceId> interfaces = List.of();

    /**
     * Opens a link.
     *
     * @param subject who is asked
     * @param seed what this end draws from
     * @throws SetupException if there is no link
     */
    public Scene(Subject subject, long seed) {
        this.subject = subject;
        this.seed = seed;
        this.link = reach("a link", () -> subject.open(seed));
        Env seeded = Env.seeded(seed);
        this.env = link.clock()
                .map(clock -> new Env(clock, seeded.timers(), seeded.random(), seeded.trace()))
                .orElse(seeded);
        this.tap = new Tap(link.transport(), env.clock());
    }

    /**
     * Returns who is asked.
     *
     * @return the subject
     */
    public Subject subject() {
        return subject;
    }

    /**
     * Returns the link.
     *
     * @return what else it offers
     */
    public Subject.Link link() {
        return link;
    }

    /**
     * Returns what this end draws from.
     *
     * @return its environment
     */
    public Env env() {
        return env;
    }

    /**
     * Returns by what the scene can be repeated.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Says what the messages from now on are for, in the record of the scene.
     *
     * @param text a few words
     */
    public void purpose(String text) {
        tap.purpose(text);
    }

    /**
     * Returns the transport, which writes down what it carries.
     *
     * @return for requesters of a case's own
     */
    public SpdmTransport transport() {
        return tap;
    }

    /**
     * Sends a message of SPDM in the clear, whatever it is.
     *
     * @param message its bytes
     * @return the answer; nothing if none came, or a sealed one
     */
    public Optional<Bytes> exchange(Bytes message) {
        try {
            TransportMessage response = tap.exchange(TransportMessage.spdm(message));
            return response.kind() == TransportMessage.Kind.SPDM ? Optional.of(response.payload()) : Optional.empty();
        } catch (TransportException e) {
            return Optional.empty();
        }
    }

    /**
     * Says how the requester is to behave; before {@link #requester()}.
     *
     * @param changed its options
     */
    public void options(RequesterOptions changed) {
        options = changed;
    }

    /**
     * Returns the requester of this end.
     *
     * @return the same one each time, not connected at first
     */
    public SpdmRequester requester() {
        if (requester.isEmpty()) {
            var made = new SpdmRequester(tap, options, env);
            made.logKeys(secrets);
            requester = Optional.of(made);
        }
        return requester.get();
    }

    /**
     * Agrees on version, capabilities and algorithms, and reads the certificate chain of slot 0, unless that is done.
     *
     * @return the requester
     * @throws SetupException if the subject refuses
     */
    public SpdmRequester connected() {
        SpdmRequester made = requester();
        if (made.negotiation().isEmpty()) {
            reach("a connection", made::connect);
            reach("a certificate chain", () -> made.certificateChain(SLOT));
        }
        return made;
    }

    /**
     * Returns the first session.
     *
     * @return begun if there is none
     * @throws SetupException if the subject refuses
     */
    public SceneSession session() {
        return sessions.isEmpty() ? anotherSession() : sessions.get(0);
    }

    /**
     * Begins a session more.
     *
     * @return the new session
     * @throws SetupException if the subject refuses
     */
    public SceneSession anotherSession() {
        SpdmRequester made = connected();
        var session = new SceneSession(made, reach("a session", () -> made.startSession(SessionOptions.DEFAULT)), tap);
        sessions.add(session);
        return session;
    }

    /**
     * Returns who drives the keys of a session.
     *
     * @param session the session
     * @return for the first port
     */
    public Keys keys(SceneSession session) {
        return new Keys(this, session);
    }

    /**
     * Returns who drives the first interface.
     *
     * @param session in which
     * @return untouched so far
     * @throws SetupException if it cannot be found out which it is
     */
    public Tdi tdi(SceneSession session) {
        return tdi(session, 0);
    }

    /**
     * Returns who drives an interface; the case leaves it unlocked in the end.
     *
     * @param session in which
     * @param index 0 for the first
     * @return untouched so far
     * @throws SetupException if there are not so many
     */
    public Tdi tdi(SceneSession session, int index) {
        List<InterfaceId> known = interfaces(session);
        if (index >= known.size()) {
            throw new SetupException("interface %d: the subject has %d".formatted(index, known.size()));
        }
        var tdi = new Tdi(this, session, known.get(index));
        touched.add(tdi);
        return tdi;
    }

    private List<InterfaceId> interfaces(SceneSession session) {
        if (interfaces.isEmpty()) {
            interfaces = subject.interfaces();
        }
        if (interfaces.isEmpty()) {
            interfaces = List.of(InterfaceId.of(keys(session).function()));
        }
        return interfaces;
    }

    /**
     * Returns how many exchanges there were.
     *
     * @return the number of the last one
     */
    public int exchangeCount() {
        return tap.exchanges().size();
    }

    /**
     * Returns what went over the link so far.
     *
     * @return the record
     */
    public SceneRecord record() {
        return new SceneRecord(tap.exchanges(), tap.packets(), secrets, tap.binding());
    }

    /**
     * Unlocks what the case touched, and ends its sessions.
     *
     * @return what could not be cleaned up
     */
    public Optional<String> leave() {
        purpose("teardown");
        Optional<String> left = Optional.empty();
        for (Tdi tdi : touched) {
            left = left.or(tdi::leave);
        }
        sessions.forEach(SceneSession::leave);
        return left;
    }

    @Override
    public void close() {
        link.close();
    }

    /** Does what only serves to reach a state: whatever goes wrong with it is no verdict on the case. */
    static <T> T reach(String what, Supplier<T> way) {
        try {
            return way.get();
        } catch (SpdmException | TransportException e) {
            throw new SetupException("%s: %s".formatted(what, e.getMessage()), e);
        }
    }
}
