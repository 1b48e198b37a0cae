package dev.tdisp.host.remote;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.LinkConversation;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.LinkMessage;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.FrameChannel;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A device in another process.
 *
 * <p>A call is over when the device has carried it out: what the device sends meanwhile is served before. When the device
 * does not answer in time, or says something that is no message, it counts as removed: reads give all ones and frames
 * vanish from then on. So it does when the upper end throws an exception while it serves a frame of the device, because the
 * two ends would not agree any more about whose turn it is; the exception is passed on. For one thread at a time. When {@link #close()} returns, no thread of this is left.
 */
public final class RemoteDevice implements PcieDevice, AutoCloseable {
    private final FrameChannel channel;
    private final LinkConversation conversation;
    private UpstreamPort upstream = frame -> Optional.empty();
    private InstantSource clock = () -> Instant.EPOCH;
    private Instant start = Instant.EPOCH;
    private long passed;

    private RemoteDevice(FrameChannel channel, SocketOptions options) {
        this.channel = channel;
        this.conversation =
                new LinkConversation(channel::send, () -> channel.receive(options.responseTimeout()), this::answer);
    }

    /**
     * Connects to a device.
     *
     * @param address where it is served
     * @param options how long to wait; the size of a frame is the link's own
     * @return the device
     * @throws TransportException if there is none within the time, or it is no device that understands this link
     */
    public static RemoteDevice connect(InetSocketAddress address, SocketOptions options) {
        SocketOptions limits = options.withMaximumFrameSize(LinkMessage.MAXIMUM_SIZE);
        var device = new RemoteDevice(FrameChannel.connect(address, limits), limits);
        try {
            device.conversation.call(new LinkMessage.Hello(LinkMessage.VERSION));
            return device;
        } catch (TransportException | MalformedMessageException e) {
            device.close();
            throw new TransportException("no device at %s".formatted(address), e);
        }
    }

    /**
     * Lets the device's time pass as this clock says. Without one it stands still.
     *
     * @param newClock the host's time
     */
    public void follow(InstantSource newClock) {
        clock = newClock;
        start = newClock.instant().minusNanos(passed);
    }

    /**
     * Tells whether the device is still there.
     *
     * @return false when the link is down for good
     */
    public boolean isPresent() {
        return channel.isOpen();
    }

    /**
     * Looks into the device, past all protection, for display.
     *
     * @param function 0 for the physical function, else which virtual one
     * @return the state of its interface, or nothing if the device is gone
     */
    public Optional<TdiState> look(int function) {
        return call(new LinkMessage.Look(now(), function))
                .filter(LinkMessage.Value.class::isInstance)
                .map(LinkMessage.Value.class::cast)
                .flatMap(value -> TdiState.of((int) value.value()));
    }

    @Override
    public void connect(UpstreamPort port) {
        upstream = port;
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        requireAccess(offset, size);
        long nobody = (1L << (8 * size)) - 1;
        Optional<LinkMessage> reply = call(new LinkMessage.ReadRegister(now(), function, offset, size));
        return reply.orElse(null) instanceof LinkMessage.Value value ? value.value() & nobody : nobody;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        requireAccess(offset, size);
        if (value >>> (8 * size) != 0) {
            throw new IllegalArgumentException("value: %xh does not fit in %d bytes".formatted(value, size));
        }
        call(new LinkMessage.WriteRegister(now(), function, offset, size, value));
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        Optional<LinkMessage> reply = call(new LinkMessage.Packet(now(), frame));
        return reply.orElse(null) instanceof LinkMessage.Answer answer ? answer.frame() : Optional.empty();
    }

    @Override
    public void conventionalReset() {
        call(new LinkMessage.Reset(now()));
    }

    /** Takes the link down. */
    @Override
    public void close() {
        channel.close();
    }

    /** The time that has passed for the device; it never runs backwards. */
    private long now() {
        passed = Math.max(passed, Duration.between(start, clock.instant()).toNanos());
        return passed;
    }

    private Optional<LinkMessage> call(LinkMessage call) {
        if (!channel.isOpen()) {
            return Optional.empty();
        }
        try {
            return Optional.of(conversation.call(call));
        } catch (TransportException | MalformedMessageException e) {
            channel.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Serves a frame of the device; it has nothing else to say. */
    private LinkMessage answer(LinkMessage call) {
        if (call instanceof LinkMessage.Packet packet) {
            return new LinkMessage.Answer(upstream.receive(packet.frame()));
        }
        throw new MalformedMessageException("Kind", 0, "not for the upper end");
    }

    private static void requireAccess(int offset, int size) {
        boolean isSize = size == 1 || size == 2 || size == 4;
        if (!isSize || offset < 0 || offset >= 0x1000 || offset % size != 0) {
            throw new IllegalArgumentException("no register at %xh with %d bytes".formatted(offset, size));
        }
    }
}
