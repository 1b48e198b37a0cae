package dev.tdisp.device.ide;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.LinkPort;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The lower end of the link: protects what the device sends, opens what it gets.
 *
 * <p>A trusted packet leaves on the secure stream it is meant for, or not at all. Another packet leaves on the stream that
 * its address selects, on the default stream if that is secure, or in the clear.
 */
public final class DeviceLink implements LinkPort {
    private final IdePort port;
    private final Env env;
    private final Supplier<RequesterId> sender;
    private final LongConsumer errorLog;
    private UpstreamPort upstream = frame -> Optional.empty();
    private LinkHabit habit = LinkHabit.USUAL;

    /**
     * Creates a link that is not connected: nobody answers.
     *
     * @param port the streams
     * @param env for the trace
     * @param sender the Requester ID of function 0, which sends the port's own messages
     * @param errorLog takes bits of Uncorrectable Error Status
     */
    public DeviceLink(IdePort port, Env env, Supplier<RequesterId> sender, LongConsumer errorLog) {
        this.port = port;
        this.env = env;
        this.sender = sender;
        this.errorLog = errorLog;
    }

    /**
     * Connects the upper end.
     *
     * @param newUpstream the upper end
     */
    public void connect(UpstreamPort newUpstream) {
        upstream = newUpstream;
    }

    /**
     * Says how completions are treated; as {@link LinkHabit#USUAL} at first.
     *
     * @param other the habit from now on
     */
    public void setHabit(LinkHabit other) {
        habit = other;
    }

    @Override
    public int unit(LinkContext context) {
        return context.stream()
                .flatMap(port::stream)
                .flatMap(IdeStream::settings)
                .map(settings -> settings.form().unit(SubStream.POSTED))
                .orElse(1);
    }

    @Override
    public boolean quarantinesTags() {
        return port.profile().has(IdeSwitch.QUARANTINE_TAGS);
    }

    @Override
    public void sendTogether(List<? extends Tlp> posted, LinkContext context) {
        Optional<IdeStream> stream = context.stream().flatMap(port::stream).filter(IdeStream::isSecure);
        if (posted.size() < 2 || stream.isEmpty()) {
            posted.forEach(tlp -> send(tlp, context));
            return;
        }
        transmit(stream.get().seal(posted, context.trusted()));
        posted.forEach(tlp -> record(tlp, context, "sent"));
    }

    @Override
    public Optional<Reply> send(Tlp request, LinkContext context) {
        Optional<IdeStream> stream = streamFor(request, context);
        if (stream.isEmpty() && context.trusted()) {
            record(request, context, "not sent: the stream is not secure");
            return Optional.empty();
        }
        // taken first: a reset may come before the answer, and then the stream has no id any more
        var way = new LinkContext(stream.map(IdeStream::id), context.trusted());
        Optional<LinkFrame> answer = transmit(seal(request, stream, context.trusted()));
        Optional<Reply> reply =
                answer.flatMap(frame -> reply(frame, way.stream())).filter(r -> habit.takes(context, r));
        record(request, way, reply.map(r -> r.completion().status().name()).orElse("sent"));
        return reply;
    }

    /**
     * Opens a frame that came from the host.
     *
     * @param frame the frame
     * @return the packets for functions that it brings: more than one if it brings the MAC of several
     */
    public List<Arrival> open(LinkFrame frame) {
        if (frame instanceof LinkFrame.Protected sealed) {
            return port.open(sealed).each().stream()
                    .flatMap(outcome -> arrival(outcome).stream())
                    .toList();
        }
        Tlp tlp = ((LinkFrame.Plain) frame).tlp();
        return port.takeFailMessage(tlp) ? List.of() : List.of(new Arrival(tlp, LinkContext.UNTRUSTED, true));
    }

    /**
     * Wraps the answer to a request from the host: it goes back the way the request came.
     *
     * @param completion the answer
     * @param request how the request crossed the link
     * @return the frame; nothing if the stream is not secure any more
     */
    public Optional<LinkFrame> answer(Completion completion, LinkContext request) {
        LinkContext context = habit.answering(request);
        record(completion, context, "answered");
        if (context.stream().isEmpty()) {
            return Optional.of(new LinkFrame.Plain(completion));
        }
        Optional<IdeStream> stream = context.stream().flatMap(port::stream).filter(IdeStream::isSecure);
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        List<? extends LinkFrame> frames = seal(completion, stream, context.trusted());
        frames.subList(0, frames.size() - 1).forEach(upstream::receive);
        return Optional.of(frames.get(frames.size() - 1));
    }

    /**
     * Sends an answer that another one follows: only the last answer to a frame can be what the call returns.
     *
     * @param answer the frame
     */
    public void sendAhead(LinkFrame answer) {
        upstream.receive(answer);
    }

    private Optional<IdeStream> streamFor(Tlp request, LinkContext context) {
        return context.stream()
                .map(id -> port.stream(id).filter(IdeStream::isSecure))
                .orElseGet(() -> port.select(request, context.trusted()));
    }

    private static List<? extends LinkFrame> seal(Tlp tlp, Optional<IdeStream> stream, boolean trusted) {
        return stream.isPresent() ? stream.get().seal(tlp, trusted) : List.of(new LinkFrame.Plain(tlp));
    }

    private Optional<LinkFrame> transmit(List<? extends LinkFrame> frames) {
        Optional<LinkFrame> reply = Optional.empty();
        for (LinkFrame frame : frames) {
            reply = upstream.receive(frame);
        }
        return reply;
    }

    private Optional<Reply> reply(LinkFrame answer, Optional<StreamId> expected) {
        Optional<Arrival> arrival = open(answer).stream().findFirst();
        if (arrival.isEmpty()) {
            return Optional.empty();
        }
        Optional<StreamId> actual = arrival.get().context().stream();
        if (actual.isPresent() && !actual.equals(expected)) {
            checkFailed(actual.get());
            return Optional.empty();
        }
        boolean isCompletion = arrival.get().tlp() instanceof Completion;
        if (!isCompletion || !actual.equals(expected) || !arrival.get().associated()) {
            errorLog.accept(AerCapability.UNEXPECTED_COMPLETION);
            return Optional.empty();
        }
        return Optional.of(
                new Reply((Completion) arrival.get().tlp(), arrival.get().context()));
    }

    /** A completion on another stream than its request fails the check of that stream. */
    private void checkFailed(StreamId stream) {
        port.stream(stream).ifPresent(s -> s.invalidate(IdeStreamEvent.CHECK_FAILED));
        reportFailure(stream);
    }

    private Optional<Arrival> arrival(IdeOutcome outcome) {
        if (outcome instanceof IdeOutcome.Delivered delivered) {
            return Optional.of(arrival(delivered.stream(), delivered.trusted(), delivered.tlp(), true));
        }
        if (outcome instanceof IdeOutcome.Rejected rejected) {
            return Optional.of(arrival(rejected.stream(), rejected.trusted(), rejected.tlp(), false));
        }
        if (outcome instanceof IdeOutcome.CheckFailed failed) {
            reportFailure(failed.stream());
        } else if (outcome instanceof IdeOutcome.Misrouted) {
            errorLog.accept(AerCapability.MISROUTED_IDE);
        } else if (outcome instanceof IdeOutcome.PcrcFailed) {
            errorLog.accept(AerCapability.PCRC_CHECK_FAILED);
        }
        return Optional.empty();
    }

    private static Arrival arrival(StreamId stream, boolean trusted, Tlp tlp, boolean associated) {
        return new Arrival(tlp, new LinkContext(Optional.of(stream), trusted), associated);
    }

    private void reportFailure(StreamId stream) {
        errorLog.accept(AerCapability.IDE_CHECK_FAILED);
        upstream.receive(new LinkFrame.Plain(IdeMessages.fail(sender.get(), stream)));
    }

    private void record(Tlp tlp, LinkContext context, String outcome) {
        if (env.trace().isEnabled()) {
            String way = context.stream()
                    .map(stream -> " on %s T=%d".formatted(stream, context.trusted() ? 1 : 0))
                    .orElse("");
            env.trace()
                    .record(new TraceEvent.Packet(env.clock().instant(), port.name(), tlp.describe() + way, outcome));
        }
    }
}
