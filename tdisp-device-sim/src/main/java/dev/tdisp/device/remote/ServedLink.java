package dev.tdisp.device.remote;

import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.pcie.LinkConversation;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.LinkMessage;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.FrameChannel;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lower end of the link to one host, for as long as that is there. */
final class ServedLink {
    private static final Logger LOG = LoggerFactory.getLogger("tdisp.link");

    private static final int NO_STATE = 0xFF;

    private final SrIovDevice device;
    private final PcieDevice bus;
    private final Optional<VirtualTime> time;
    private final FrameChannel channel;
    private final SocketOptions options;
    private final LinkConversation conversation;
    private long hostTime;
    private boolean isAnswering;
    private boolean isUp = true;

    ServedLink(ServedDevice served, Optional<VirtualTime> time, FrameChannel channel, SocketOptions options) {
        this.device = served.device();
        this.bus = served.bus();
        this.time = time;
        this.channel = channel;
        this.options = options;
        this.conversation = new LinkConversation(channel::send, this::receive, this::answer);
    }

    /**
     * What is served.
     *
     * @param device the device, whose states the host may look at
     * @param bus what the host's cycles and packets reach: the device itself, or what stands before it
     */
    record ServedDevice(SrIovDevice device, PcieDevice bus) {}

    /** Serves the host until it is gone; then the link is down. */
    void run() {
        bus.connect(this::upstream);
        try {
            while (isUp && channel.isOpen()) {
                conversation.serve();
            }
        } catch (TransportException | MalformedMessageException e) {
            LOG.debug("the link is down: {}", e.getMessage());
        } finally {
            isUp = false;
            channel.close();
            bus.conventionalReset();
        }
    }

    private Bytes receive() {
        return channel.receive(isAnswering ? options.responseTimeout() : options.idleTimeout());
    }

    /** Sends a frame of the device to the host. When the link is down, nobody answers. */
    private Optional<LinkFrame> upstream(LinkFrame frame) {
        if (!isUp) {
            return Optional.empty();
        }
        try {
            LinkMessage reply = conversation.call(new LinkMessage.Packet(0, frame));
            return reply instanceof LinkMessage.Answer answer ? answer.frame() : Optional.empty();
        } catch (TransportException | MalformedMessageException e) {
            LOG.debug("the link is down: {}", e.getMessage());
            isUp = false;
            channel.close();
            return Optional.empty();
        }
    }

    private LinkMessage answer(LinkMessage call) {
        boolean isNested = isAnswering;
        isAnswering = true;
        try {
            if (!isNested) {
                follow(call);
            }
            return carryOut(call);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("Kind", 0, String.valueOf(e.getMessage()));
        } finally {
            isAnswering = isNested;
        }
    }

    /** Lets as much time pass as has passed at the host since its call before. */
    private void follow(LinkMessage call) {
        if (call instanceof LinkMessage.Hello) {
            return;
        }
        long elapsed = call.time() - hostTime;
        if (elapsed < 0) {
            throw new IllegalArgumentException("time runs backwards");
        }
        hostTime = call.time();
        time.ifPresent(own -> own.advance(Duration.ofNanos(elapsed)));
    }

    private LinkMessage carryOut(LinkMessage call) {
        if (call instanceof LinkMessage.ReadRegister read) {
            return new LinkMessage.Value(bus.configRead(read.function(), read.offset(), read.size()));
        }
        if (call instanceof LinkMessage.WriteRegister write) {
            bus.configWrite(write.function(), write.offset(), write.size(), write.value());
        } else if (call instanceof LinkMessage.Packet packet) {
            return new LinkMessage.Answer(bus.receive(packet.frame()));
        } else if (call instanceof LinkMessage.Look look) {
            return new LinkMessage.Value(state(look.function()));
        } else if (call instanceof LinkMessage.Reset) {
            bus.conventionalReset();
        } else if (call instanceof LinkMessage.Hello hello && hello.version() != LinkMessage.VERSION) {
            throw new IllegalArgumentException("version: %d".formatted(hello.version()));
        }
        return new LinkMessage.Done();
    }

    private int state(int index) {
        PhysicalFunction physical = device.physicalFunction();
        if (index > physical.virtualFunctions().size()) {
            return NO_STATE;
        }
        DeviceFunction function = index == 0 ? physical : device.virtualFunction(index);
        return device.interfaceOf(function).state().code();
    }
}
