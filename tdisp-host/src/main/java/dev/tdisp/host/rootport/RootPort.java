package dev.tdisp.host.rootport;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.Iommu.DmaRequest;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.MmioTarget;
import dev.tdisp.host.memory.OpenBytesListener;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The host's end of the link.
 *
 * <p>Downstream it turns accesses to its windows into packets: one with T goes over a secure stream or not at all.
 * Upstream it opens frames, checks that the requester may use the stream, and asks the {@link Iommu}; what is refused is
 * answered with Unsupported Request, or dropped if it was posted. It is the translation agent of functions that may ask for
 * translations (ATS). For one thread at a time.
 */
public final class RootPort implements UpstreamPort, MmioTarget {
    private static final int MAX_PAYLOAD = 256;
    private static final int MAX_READ = 512;

    private final RequesterId id;
    private final Env env;
    private final IdePort ide;
    private final TranslationAgent translations;
    private final InboundRequests inbound;
    private final Windows windows = new Windows();
    private final List<OpenBytesListener> openListeners = new ArrayList<>();
    private Optional<PcieDevice> device = Optional.empty();
    private final HostTags tags;
    private final List<Runnable> afterTraffic = new ArrayList<>();
    private LinkCounters counters = LinkCounters.NONE;

    /**
     * Creates a port with nothing behind it.
     *
     * @param id its own Requester ID
     * @param iommu what the device's requests go through
     * @param profile how to read what the sources dispute about IDE
     * @param env time and trace
     */
    public RootPort(RequesterId id, Iommu iommu, IdeProfile profile, Env env) {
        this.id = id;
        this.env = env;
        this.ide = new IdePort("root-port", IdePort.Role.ROOT_PORT, profile, env);
        this.translations = new TranslationAgent(id, iommu, this::sendMessage);
        this.inbound = new InboundRequests(id, iommu, translations);
        this.tags = new HostTags(profile.has(IdeSwitch.QUARANTINE_TAGS));
        ide.addListener((stream, cause) -> tags.release(stream));
    }

    /**
     * Returns the port's own Requester ID.
     *
     * @return the identifier
     */
    public RequesterId id() {
        return id;
    }

    /**
     * Returns the streams of this end, for the security manager alone.
     *
     * @return the port of the streams
     */
    public IdePort ide() {
        return ide;
    }

    /**
     * Plugs a device in.
     *
     * @param newDevice the device
     */
    public void connect(PcieDevice newDevice) {
        device = Optional.of(newDevice);
        newDevice.connect(this);
    }

    /** Takes the device away: the link is down, every stream insecure. */
    public void removeDevice() {
        device = Optional.empty();
        ide.invalidateAll(IdeStreamEvent.LINK_DOWN);
    }

    /**
     * Forwards addresses to the device. Every stream of the port is insecure then, unless they are forwarded already: a
     * register that it tracks was changed.
     *
     * @param window the addresses
     */
    public void openWindow(PageRange window) {
        windowsChanged(windows.open(window));
    }

    /**
     * Forwards other addresses instead of some, as a write to memory base or limit does. Every stream of the port is
     * insecure then, unless they are the same; to move the window back heals none.
     *
     * @param from a window of the port
     * @param to the addresses to forward from now on
     * @throws IllegalArgumentException if there is no such window
     */
    public void moveWindow(PageRange from, PageRange to) {
        windowsChanged(windows.move(from, to));
    }

    private void windowsChanged(boolean isChange) {
        if (isChange) {
            ide.invalidateAll(IdeStreamEvent.CONFIGURATION_CHANGED);
        }
    }

    /**
     * Hands interrupts to a listener from now on.
     *
     * @param listener takes every interrupt of the device
     */
    public void onInterrupt(InterruptListener listener) {
        inbound.onInterrupt(listener);
    }

    /**
     * Tells somebody what is read or written here without T, by whatever way it goes on.
     *
     * @param listener takes the bytes
     */
    public void onOpenAccess(OpenBytesListener listener) {
        openListeners.add(listener);
    }

    /**
     * Tells somebody, for example who looks after the age of keys, whenever the host has read or written something.
     *
     * @param listener does what is due; the link is idle then
     */
    public void afterTraffic(Runnable listener) {
        afterTraffic.add(listener);
    }

    /**
     * Says who provides pages that a device asks for (PRI); at first nobody does.
     *
     * @param pager makes the page of a request present; false if it cannot
     */
    public void onPageRequest(Predicate<DmaRequest> pager) {
        translations.onPageRequest(pager);
    }

    /** Sends a message to a function; one with T over a secure stream or not at all. */
    private void sendMessage(MessageTlp message, boolean trusted) {
        Optional<IdeStream> stream = ide.select(message, trusted);
        if (!trusted || stream.isPresent()) {
            transmit(message, stream, trusted);
            note(message, stream, trusted, MemoryResult.DONE);
        }
    }

    /**
     * Returns how much crossed the link.
     *
     * @return the counters now
     */
    public LinkCounters counters() {
        return counters;
    }

    @Override
    public boolean claims(long address) {
        return windows.contain(address);
    }

    @Override
    public boolean claims(PageRange pages) {
        return windows.contain(pages) || MmioTarget.super.claims(pages);
    }

    @Override
    public MemoryResult read(long address, int length, boolean trusted) {
        Bytes result = Bytes.EMPTY;
        while (result.size() < length) {
            long at = address + result.size();
            var request = new MemoryRead(id, tags.next(), at, chunk(at, length - result.size(), MAX_READ));
            MemoryResult part = send(request, request.length(), trusted);
            if (!part.isDone()) {
                return part;
            }
            result = result.plus(part.data());
        }
        afterTraffic.forEach(Runnable::run);
        open(address, result, trusted);
        return new MemoryResult.Done(result);
    }

    @Override
    public MemoryResult write(long address, Bytes content, boolean trusted) {
        var requests = new ArrayList<MemoryWrite>();
        for (int done = 0; done < content.size(); ) {
            long at = address + done;
            int chunk = chunk(at, content.size() - done, MAX_PAYLOAD);
            requests.add(new MemoryWrite(id, tags.next(), at, content.slice(done, done + chunk)));
            done += chunk;
        }
        MemoryResult result =
                sharesMac(requests, trusted) ? sendTogether(requests, trusted) : sendEach(requests, trusted);
        afterTraffic.forEach(Runnable::run);
        open(address, content, trusted);
        return result;
    }

    private void open(long address, Bytes content, boolean trusted) {
        if (!trusted) {
            openListeners.forEach(listener -> listener.passed(address, content));
        }
    }

    private MemoryResult sendEach(List<MemoryWrite> requests, boolean trusted) {
        for (MemoryWrite request : requests) {
            MemoryResult part = send(request, request.payload().size(), trusted);
            if (!part.isDone()) {
                return part;
            }
        }
        return MemoryResult.DONE;
    }

    private boolean sharesMac(List<MemoryWrite> requests, boolean trusted) {
        List<Optional<IdeStream>> ways = requests.stream()
                .map(request -> ide.select(request, trusted))
                .distinct()
                .toList();
        return requests.size() > 1
                && ways.size() == 1
                && ways.get(0)
                        .flatMap(IdeStream::settings)
                        .filter(settings -> settings.form().unit(SubStream.POSTED) > 1)
                        .isPresent();
    }

    private MemoryResult sendTogether(List<MemoryWrite> requests, boolean trusted) {
        Optional<IdeStream> stream = ide.select(requests.get(0), trusted);
        stream.orElseThrow().seal(requests, trusted).forEach(this::toDevice);
        for (MemoryWrite request : requests) {
            counters = counters.toDevice(request.payload().size());
            note(request, stream, trusted, MemoryResult.DONE);
        }
        return MemoryResult.DONE;
    }

    /**
     * Sees that nothing is left on the way, in either direction: a read of no bytes does not pass what was posted before,
     * and neither does its completion. Without an answer the stream counts as failed.
     *
     * @param address an address of the interface in question
     */
    public void flush(long address) {
        var request = new MemoryRead(id, tags.next(), address, 0);
        Optional<IdeStream> stream = ide.select(request, true);
        if (device.isPresent()
                && stream.isPresent()
                && transmit(request, stream, true).isEmpty()) {
            note(request.describe(), "not answered: the stream has failed");
            stream.get().invalidate(IdeStreamEvent.CHECK_FAILED);
        }
    }

    /** No request crosses a page, nor is it larger than the device takes. */
    private static int chunk(long address, int left, int most) {
        long leftInPage = PageRange.pageOf(address) + PageRange.PAGE_SIZE - address;
        return (int) Math.min(Math.min(left, most), leftInPage);
    }

    private MemoryResult send(Tlp request, int bytes, boolean trusted) {
        Optional<IdeStream> stream = ide.select(request, trusted);
        MemoryResult result;
        if (trusted && stream.isEmpty()) {
            result = MemoryResult.refused(Reason.STREAM_INSECURE, addressOf(request), "no secure stream leads there");
        } else {
            Optional<Arrival> answer = transmit(request, stream, trusted);
            if (request instanceof MemoryRead && completion(request, answer).isEmpty()) {
                stream.ifPresent(way -> tags.lose(request.tag(), way.id()));
            }
            result = request instanceof MemoryWrite
                    ? MemoryResult.DONE
                    : ReadResult.of((MemoryRead) request, completion(request, answer));
        }
        counters = counters.toDevice(bytes);
        note(request, stream, trusted, result);
        return result;
    }

    /** Sends a packet, and gives the completion if it came by the same way with the same trust. */
    private Optional<Arrival> transmit(Tlp request, Optional<IdeStream> stream, boolean trusted) {
        Optional<LinkFrame> answer = Optional.empty();
        if (stream.isEmpty()) {
            answer = toDevice(new LinkFrame.Plain(request));
        } else {
            for (LinkFrame frame : stream.get().seal(request, trusted)) {
                answer = toDevice(frame);
            }
        }
        return answer.flatMap(frame -> arrive(frame).stream().findFirst())
                .filter(arrival -> arrival.stream.equals(stream) && arrival.trusted == trusted);
    }

    private Optional<LinkFrame> toDevice(LinkFrame frame) {
        return device.flatMap(present -> present.receive(frame));
    }

    private static Optional<Completion> completion(Tlp request, Optional<Arrival> answer) {
        return answer.map(arrival -> arrival.tlp)
                .filter(Completion.class::isInstance)
                .map(Completion.class::cast)
                .filter(tlp -> tlp.requester().equals(request.requester()) && tlp.tag() == request.tag());
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        Optional<LinkFrame> answer = Optional.empty();
        for (Arrival arrival : arrive(frame)) {
            answer = serve(arrival);
        }
        return answer;
    }

    /** Opens a frame. Nothing if it was dropped, or waits for its MAC. */
    private List<Arrival> arrive(LinkFrame frame) {
        if (frame instanceof LinkFrame.Plain plain) {
            boolean isFailure = ide.takeFailMessage(plain.tlp());
            return isFailure ? List.of() : List.of(new Arrival(plain.tlp(), Optional.empty(), false, true));
        }
        return ide.open((LinkFrame.Protected) frame).each().stream()
                .flatMap(outcome -> arrive(frame, outcome).stream())
                .toList();
    }

    private Optional<Arrival> arrive(LinkFrame frame, IdeOutcome outcome) {
        if (outcome instanceof IdeOutcome.Delivered ok) {
            return Optional.of(new Arrival(ok.tlp(), ide.stream(ok.stream()), ok.trusted(), true));
        }
        if (outcome instanceof IdeOutcome.Rejected foreign) {
            return Optional.of(new Arrival(foreign.tlp(), ide.stream(foreign.stream()), foreign.trusted(), false));
        }
        if (outcome instanceof IdeOutcome.CheckFailed failed) {
            note(frame.describe(), "IDE Check Failed: " + failed.reason());
            toDevice(new LinkFrame.Plain(IdeMessages.fail(id, failed.stream())));
        } else if (!(outcome instanceof IdeOutcome.Consumed || outcome instanceof IdeOutcome.Held)) {
            note(frame.describe(), outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        return Optional.empty();
    }

    private Optional<LinkFrame> serve(Arrival arrival) {
        InboundRequests.Answer answer = arrival.associated
                ? inbound.serve(arrival.tlp, arrival.trusted)
                : inbound.reject(arrival.tlp, Reason.REQUESTER_NOT_ASSOCIATED);
        counters = counters.fromDevice(answer.bytes());
        answer.refusal().ifPresent(refusal -> {
            counters = counters.oneRefused();
            note("%s T=%d".formatted(arrival.tlp.describe(), arrival.trusted ? 1 : 0), refusal.toString());
        });
        return answer.completion().flatMap(completion -> complete(completion, arrival));
    }

    /** A completion goes the way of its request, with the same trust. */
    private Optional<LinkFrame> complete(Completion completion, Arrival request) {
        if (request.stream.isEmpty()) {
            return Optional.of(new LinkFrame.Plain(completion));
        }
        IdeStream stream = request.stream.get();
        if (!stream.isSecure()) {
            return Optional.empty();
        }
        List<LinkFrame.Protected> frames = stream.seal(completion, request.trusted);
        frames.subList(0, frames.size() - 1).forEach(this::toDevice);
        return Optional.of(frames.get(frames.size() - 1));
    }

    private static long addressOf(Tlp request) {
        return request instanceof MemoryRead read ? read.address() : ((MemoryWrite) request).address();
    }

    private void note(Tlp request, Optional<IdeStream> stream, boolean trusted, MemoryResult result) {
        if (!result.isDone()) {
            counters = counters.oneRefused();
        }
        if (env.trace().isEnabled()) {
            String way = stream.map(present -> present.id().toString()).orElse("plain");
            String outcome = result.refusal()
                    .map(Object::toString)
                    .orElse(request instanceof MemoryRead ? "completed" : "posted");
            note("%s T=%d %s".formatted(request.describe(), trusted ? 1 : 0, way), outcome);
        }
    }

    private void note(String description, String outcome) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Packet(env.clock().instant(), "root-port", description, outcome));
        }
    }

    /** A packet, how it came, and whether its sender may use that way. */
    private record Arrival(Tlp tlp, Optional<IdeStream> stream, boolean trusted, boolean associated) {}
}
