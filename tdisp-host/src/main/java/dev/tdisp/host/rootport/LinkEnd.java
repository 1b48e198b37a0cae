package dev.tdisp.host.rootport;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.memory.MemoryResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Packets and frames: seals, sends, opens and notes them, and counts what crossed. */
final class LinkEnd {
    private final RequesterId id;
    private final IdePort ide;
    private final Env env;
    private Optional<PcieDevice> device = Optional.empty();
    private LinkCounters counters = LinkCounters.NONE;

    LinkEnd(RequesterId id, IdePort ide, Env env) {
        this.id = id;
        this.ide = ide;
        this.env = env;
    }

    void connect(PcieDevice newDevice) {
        device = Optional.of(newDevice);
    }

    void disconnect() {
        device = Optional.empty();
    }

    boolean isConnected() {
        return device.isPresent();
    }

    LinkCounters counters() {
        return counters;
    }

    Optional<IdeStream> way(Tlp request, boolean trusted) {
        return ide.select(request, trusted);
    }

    void sent(int bytes) {
        counters = counters.toDevice(bytes);
    }

    /** Sends a packet, and gives the completion if it came by the same way with the same trust. */
    Optional<Arrival> transmit(Tlp request, Optional<IdeStream> stream, boolean trusted) {
        Optional<LinkFrame> answer = Optional.empty();
        if (stream.isEmpty()) {
            answer = toDevice(new LinkFrame.Plain(request));
        } else {
            for (LinkFrame frame : stream.get().seal(request, trusted)) {
                answer = toDevice(frame);
            }
        }
        return answer.flatMap(frame -> arrive(frame).stream().findFirst())
                .filter(arrival -> arrival.stream().equals(stream) && arrival.trusted() == trusted);
    }

    Optional<LinkFrame> toDevice(LinkFrame frame) {
        return device.flatMap(present -> present.receive(frame));
    }

    /** Opens a frame. Nothing if it was dropped, or waits for its MAC. */
    List<Arrival> arrive(LinkFrame frame) {
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

    /** A completion goes the way of its request, with the same trust. */
    Optional<LinkFrame> complete(Completion completion, Arrival request) {
        if (request.stream().isEmpty()) {
            return Optional.of(new LinkFrame.Plain(completion));
        }
        IdeStream stream = request.stream().get();
        if (!stream.isSecure()) {
            return Optional.empty();
        }
        List<LinkFrame.Protected> frames = stream.seal(completion, request.trusted());
        frames.subList(0, frames.size() - 1).forEach(this::toDevice);
        return Optional.of(frames.get(frames.size() - 1));
    }

    /** Counts and notes how a request of the device was answered. */
    void answered(Arrival arrival, InboundRequests.Answer answer) {
        counters = counters.fromDevice(answer.bytes());
        answer.refusal().ifPresent(refusal -> {
            counters = counters.oneRefused();
            note("%s T=%d".formatted(arrival.tlp().describe(), arrival.trusted() ? 1 : 0), refusal.toString());
        });
    }

    void note(Tlp request, Optional<IdeStream> stream, boolean trusted, MemoryResult result) {
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

    void note(String description, String outcome) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Packet(env.clock().instant(), "root-port", description, outcome));
        }
    }
}
