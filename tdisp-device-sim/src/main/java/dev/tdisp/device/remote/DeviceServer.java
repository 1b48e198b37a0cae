package dev.tdisp.device.remote;

import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.pcie.LinkMessage;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.spdm.transport.netty.FrameListener;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Serves a device on a socket, to one host at a time.
 *
 * <p>It listens on the loopback address unless told otherwise. The device's time is the host's. A host that goes away takes
 * the link down, which resets the device. When {@link #close()} returns, no thread of the server is left.
 */
public final class DeviceServer implements AutoCloseable {
    private final FrameListener listener;

    private DeviceServer(Builder builder) {
        var served = new ServedLink.ServedDevice(builder.device, builder.bus);
        this.listener = FrameListener.listen(
                builder.address,
                builder.options.withMaximumFrameSize(LinkMessage.MAXIMUM_SIZE),
                channel -> new ServedLink(served, builder.time, channel, builder.options).run());
    }

    /**
     * Starts to describe a server.
     *
     * @param device the device, which belongs to the server's thread from now on
     * @return a builder for a server on a free port of the loopback address
     */
    public static Builder builder(SrIovDevice device) {
        return new Builder(device);
    }

    /**
     * Returns where the server listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Takes the link down and ends the server. */
    @Override
    public void close() {
        listener.close();
    }

    /** Collects what a server is made of. */
    public static final class Builder {
        private final SrIovDevice device;
        private PcieDevice bus;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private SocketOptions options = SocketOptions.DEFAULT;
        private Optional<VirtualTime> time = Optional.empty();

        private Builder(SrIovDevice device) {
            this.device = device;
            this.bus = device;
        }

        /**
         * Puts something between the device and the link, as a device that is wrong on the bus needs.
         *
         * @param front what the host reaches in place of the device
         * @return this builder
         */
        public Builder onTheBus(PcieDevice front) {
            bus = front;
            return this;
        }

        /**
         * Says where to listen. Other machines may reach an address that is not loopback, and nothing here asks who they
         * are.
         *
         * @param where address and port
         * @return this builder
         */
        public Builder address(InetSocketAddress where) {
            address = where;
            return this;
        }

        /**
         * Sets how long the server waits: for a host's next call, and for a host's answer.
         *
         * @param limits the limits; the size of a frame is the link's own
         * @return this builder
         */
        public Builder options(SocketOptions limits) {
            options = limits;
            return this;
        }

        /**
         * Lets the device's time follow the host's.
         *
         * @param deviceTime the time of the device's environment
         * @return this builder
         */
        public Builder time(VirtualTime deviceTime) {
            time = Optional.of(deviceTime);
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that listens
         * @throws dev.tdisp.spdm.transport.TransportException if it cannot listen there
         */
        public DeviceServer start() {
            return new DeviceServer(this);
        }
    }
}
