package dev.tdisp.core.ide;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.ConfigWrite;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.trace.TraceEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of one port, at either end of a link.
 *
 * <p>For one thread at a time.
 */
public final class IdePort {
    private static final int ROUTED_BY_ID = 2;
    private static final int TARGET_SHIFT = 48;

    private final String name;
    private final Role role;
    private final IdeProfile profile;
    private final Env env;
    private List<IdeStream> streams = List.of();
    private final Set<IdeStream> links = new HashSet<>();
    private final List<IdeStreamListener> listeners = new ArrayList<>();

    /** Which end of the link a port is. */
    public enum Role {
        /** The upstream port of a device: any function may use its default stream. */
        ENDPOINT,
        /** A root port: only associated functions may use a stream. */
        ROOT_PORT
    }

    /**
     * Creates a port without streams.
     *
     * @param name the party, for events
     * @param role which end
     * @param profile how to read what the sources dispute
     * @param env time and trace
     */
    public IdePort(String name, Role role, IdeProfile profile, Env env) {
        this.name = name;
        this.role = role;
        this.profile = profile;
        this.env = env;
    }

    /**
     * Adds a register block.
     *
     * @return a stream that is not configured
     */
    public IdeStream addStream() {
        var stream = new IdeStream(this, streams.size(), false);
        add(stream);
        return stream;
    }

    /**
     * Adds a register block of the link: its stream carries whatever no selective stream does, of every function.
     *
     * @return a stream that is not configured
     */
    public IdeStream addLinkStream() {
        var stream = new IdeStream(this, streams.size(), true);
        add(stream);
        links.add(stream);
        return stream;
    }

    private void add(IdeStream stream) {
        var more = new ArrayList<>(streams);
        more.add(stream);
        streams = List.copyOf(more);
    }

    /**
     * Adds a register block and configures it.
     *
     * @param settings what the registers say
     * @return the stream
     */
    public IdeStream addStream(IdeStreamSettings settings) {
        IdeStream stream = addStream();
        stream.configure(settings);
        return stream;
    }

    /**
     * Returns the streams.
     *
     * @return by register block
     */
    public List<IdeStream> streams() {
        return streams;
    }

    /**
     * Finds a configured stream.
     *
     * @param id its Stream ID
     * @return the enabled one of this Stream ID, or else the first
     */
    public Optional<IdeStream> stream(StreamId id) {
        return enabledStream(id)
                .or(() -> streams.stream().filter(stream -> hasId(stream, id)).findFirst());
    }

    Optional<IdeStream> enabledStream(StreamId id) {
        return streams.stream()
                .filter(stream -> stream.isEnabled() && hasId(stream, id))
                .findFirst();
    }

    private static boolean hasId(IdeStream stream, StreamId id) {
        return stream.settings().filter(settings -> settings.id().equals(id)).isPresent();
    }

    /**
     * Returns the streams that are marked as default stream.
     *
     * @return normally one
     */
    public List<IdeStream> defaultStreams() {
        return streams.stream()
                .filter(stream -> !links.contains(stream))
                .filter(stream -> stream.settings()
                        .filter(IdeStreamSettings::defaultStream)
                        .isPresent())
                .toList();
    }

    /**
     * Chooses the stream that carries a request (section 6.33.4): a selective one that leads there, the default stream, or
     * that of the link. A completion goes by the stream of its request.
     *
     * @param tlp the request
     * @param trusted its T bit
     * @return a secure stream, or nothing: then an untrusted packet goes in the clear, a trusted one not at all
     */
    public Optional<IdeStream> select(Tlp tlp, boolean trusted) {
        return streams.stream()
                .filter(stream -> maySelect(stream, tlp, trusted) && isTarget(stream, tlp))
                .findFirst()
                .or(() -> defaultStreams().stream()
                        .filter(stream -> maySelect(stream, tlp, trusted))
                        .findFirst())
                .or(() -> streams.stream()
                        .filter(links::contains)
                        .filter(stream -> hasClass(stream, tlp) && stream.isSecure())
                        .findFirst());
    }

    private static boolean hasClass(IdeStream stream, Tlp tlp) {
        return stream.settings()
                .filter(settings -> settings.trafficClass() == tlp.attributes().trafficClass())
                .isPresent();
    }

    private boolean maySelect(IdeStream stream, Tlp tlp, boolean trusted) {
        boolean isConfig = tlp instanceof ConfigRead || tlp instanceof ConfigWrite;
        boolean fits = stream.settings()
                .filter(settings -> settings.trafficClass() == tlp.attributes().trafficClass())
                .filter(settings -> trusted || !settings.teeLimited())
                .filter(settings -> !isConfig || settings.configRequests())
                .isPresent();
        return fits && !links.contains(stream) && stream.isSecure();
    }

    private static boolean isTarget(IdeStream stream, Tlp tlp) {
        if (tlp instanceof MemoryRead read) {
            return hasAddress(stream, read.address());
        }
        if (tlp instanceof MemoryWrite write) {
            return hasAddress(stream, write.address());
        }
        if (tlp instanceof MessageTlp message && message.routing() == ROUTED_BY_ID) {
            return hasPartner(stream, new RequesterId((int) (message.detail() >>> TARGET_SHIFT)));
        }
        if (tlp instanceof ConfigRead read) {
            return hasPartner(stream, read.target());
        }
        if (tlp instanceof ConfigWrite write) {
            return hasPartner(stream, write.target());
        }
        return tlp instanceof Completion completion && hasPartner(stream, completion.requester());
    }

    private static boolean hasAddress(IdeStream stream, long address) {
        return stream.settings().stream()
                .flatMap(settings -> settings.addresses().stream())
                .anyMatch(range -> range.contains(address));
    }

    private static boolean hasPartner(IdeStream stream, RequesterId function) {
        return stream.settings()
                .flatMap(IdeStreamSettings::partner)
                .filter(range -> range.contains(function))
                .isPresent();
    }

    /** Tells whether a genuine packet may use the stream it came by. */
    boolean admits(IdeStream stream, Tlp tlp, boolean trusted) {
        IdeStreamSettings settings = stream.settings().orElseThrow();
        return links.contains(stream) || (trusted || !settings.teeLimited()) && isAssociated(settings, tlp);
    }

    /** Tells whether the sender of a packet may use the stream it came by. */
    private boolean isAssociated(IdeStreamSettings settings, Tlp tlp) {
        boolean isExempt = role == Role.ENDPOINT && settings.defaultStream();
        if (isExempt || !profile.has(IdeSwitch.CHECK_REQUESTER)) {
            return true;
        }
        boolean isCompletion = tlp.subStream() == SubStream.COMPLETION;
        RequesterId sender = isCompletion ? completer(tlp) : tlp.requester();
        return settings.partner().filter(range -> range.contains(sender)).isPresent();
    }

    private static RequesterId completer(Tlp completion) {
        return new RequesterId(
                completion.header().at(4) << 8 | completion.header().at(5));
    }

    /**
     * Checks and opens a packet.
     *
     * @param frame the packet
     * @return what became of it
     */
    public IdeOutcome open(LinkFrame.Protected frame) {
        StreamId id = frame.prefix().streamId();
        return enabledStream(id).map(stream -> stream.open(frame)).orElseGet(() -> new IdeOutcome.Misrouted(id));
    }

    /**
     * Takes a packet that arrived in the clear, in case it is a message from the other port.
     *
     * @param tlp the packet
     * @return true if it was an IDE Fail message, which needs no further treatment
     */
    public boolean takeFailMessage(Tlp tlp) {
        Optional<StreamId> failed = IdeMessages.failedStream(tlp);
        failed.flatMap(this::enabledStream).ifPresent(IdeStream::failMessageReceived);
        return failed.isPresent();
    }

    /**
     * Tells whether a configuration request in the clear is to be refused: a secure stream carries them, and the profile
     * insists.
     *
     * @return true if only a stream may bring them
     */
    public boolean refusesClearConfiguration() {
        return profile.has(IdeSwitch.REFUSE_CLEAR_CONFIGURATION)
                && streams.stream()
                        .filter(IdeStream::isSecure)
                        .anyMatch(stream -> stream.settings().orElseThrow().configRequests());
    }

    /**
     * Makes all streams insecure and erases their keys.
     *
     * @param cause why
     * @throws IllegalArgumentException if such an event does not erase the keys
     */
    public void invalidateAll(IdeStreamEvent cause) {
        streams().forEach(stream -> stream.invalidate(cause));
    }

    /**
     * Ends what a session brought.
     *
     * @param session the session
     * @param cause why its keys go
     */
    public void invalidateKeyedBy(long session, IdeStreamEvent cause) {
        streams().stream()
                .filter(stream ->
                        stream.keyedBy().isPresent() && stream.keyedBy().getAsLong() == session)
                .forEach(stream -> stream.invalidate(cause));
    }

    /**
     * Adds a listener.
     *
     * @param listener told of each stream that stops protecting
     */
    public void addListener(IdeStreamListener listener) {
        listeners.add(listener);
    }

    void tellInsecure(StreamId id, IdeStreamEvent cause) {
        List.copyOf(listeners).forEach(listener -> listener.streamInsecure(id, cause));
    }

    void recordChange(String stream, IdeStreamTransition transition) {
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.StateChange(
                            env.clock().instant(),
                            name,
                            stream,
                            transition.from().name(),
                            transition.to().name(),
                            transition.event().sentence(),
                            transition.clause()));
        }
    }

    void recordKey(IdeStream stream, Object key, String action) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Key(env.clock().instant(), name, stream.name() + " " + key, action));
        }
    }

    /**
     * Returns the party.
     *
     * @return the name for events
     */
    public String name() {
        return name;
    }

    /**
     * Returns which end it is.
     *
     * @return the role
     */
    public Role role() {
        return role;
    }

    /**
     * Returns how the port reads what the sources dispute.
     *
     * @return the profile
     */
    public IdeProfile profile() {
        return profile;
    }
}
