package dev.tdisp.host.rootport;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
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
    private final RequesterId id;
    private final IdePort ide;
    private final LinkEnd link;
    private final OutboundRequests outbound;
    private final TranslationAgent translations;
    private final InboundRequests inbound;
    private final Windows windows = new Windows();
    private final List<OpenBytesListener> openListeners = new ArrayList<>();
    private final List<Runnable> afterTraffic = new ArrayList<>();

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
        this.ide = new IdePort("root-port", IdePort.Role.ROOT_PORT, profile, env);
        this.link = new LinkEnd(id, ide, env);
        this.translations = new TranslationAgent(id, iommu, this::sendMessage);
        this.inbound = new InboundRequests(id, iommu, translations);
        HostTags tags = new HostTags(profile.has(IdeSwitch.QUARANTINE_TAGS));
        this.outbound = new OutboundRequests(id, tags, link);
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
        link.connect(newDevice);
        newDevice.connect(this);
    }

    /** Takes the device away: the link is down, every stream insecure. */
    public void removeDevice() {
        link.disconnect();
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
        if (isChange && ide.profile().has(IdeSwitch.TRACK_WINDOWS)) {
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
        Optional<IdeStream> stream = link.way(message, trusted);
        if (!trusted || stream.isPresent()) {
            link.transmit(message, stream, trusted);
            link.note(message, stream, trusted, MemoryResult.DONE);
        }
    }

    /**
     * Returns how much crossed the link.
     *
     * @return the counters now
     */
    public LinkCounters counters() {
        return link.counters();
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
        MemoryResult result = outbound.read(address, length, trusted);
        if (result.isDone()) {
            afterTraffic.forEach(Runnable::run);
            open(address, result.data(), trusted);
        }
        return result;
    }

    @Override
    public MemoryResult write(long address, Bytes content, boolean trusted) {
        MemoryResult result = outbound.write(address, content, trusted);
        afterTraffic.forEach(Runnable::run);
        open(address, content, trusted);
        return result;
    }

    private void open(long address, Bytes content, boolean trusted) {
        if (!trusted) {
            openListeners.forEach(listener -> listener.passed(address, content));
        }
    }

    /**
     * Sees that nothing is left on the way, in either direction: a read of no bytes does not pass what was posted before,
     * and neither does its completion. Without an answer the stream counts as failed.
     *
     * @param address an address of the interface in question
     */
    public void flush(long address) {
        outbound.flush(address);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        Optional<LinkFrame> answer = Optional.empty();
        for (Arrival arrival : link.arrive(frame)) {
            answer.ifPresent(link::toDevice);
            answer = serve(arrival);
        }
        return answer;
    }

    private Optional<LinkFrame> serve(Arrival arrival) {
        InboundRequests.Answer answer = arrival.associated()
                ? inbound.serve(arrival.tlp(), arrival.trusted())
                : inbound.reject(arrival.tlp(), Reason.REQUESTER_NOT_ASSOCIATED);
        link.answered(arrival, answer);
        return answer.completion().flatMap(completion -> link.complete(completion, arrival));
    }
}
