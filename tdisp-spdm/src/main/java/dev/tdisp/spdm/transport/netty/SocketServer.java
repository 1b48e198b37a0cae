package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Serves responders on a socket, to many clients at once.
 *
 * <pre>{@code
 * try (var server = SocketServer.builder(Framing.dsp0287(), source).port(4194).start()) {
 *     …
 * }
 * }</pre>
 *
 * <p>It listens on the loopback address unless told otherwise. A client that misbehaves is disconnected; others do not
 * notice. When {@link #close()} returns, all answers that could be written are written, and no thread of the server is
 * left.
 */
public final class SocketServer implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(2);

    private final Builder builder;
    private final EventLoops loops;
    private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Channel listener;

    private SocketServer(Builder builder) {
        this.builder = builder;
        this.loops = new EventLoops("tdisp-server", builder.threads);
        this.listener = loops.listen(builder.address, this::accept);
    }

    /**
     * Starts to describe a server.
     *
     * @param framing what a frame is
     * @param source gives each client its responder
     * @return a builder for a server on a free port of the loopback address
     */
    public static Builder builder(Framing framing, ResponderSource source) {
        return new Builder(framing, source);
    }

    /**
     * Returns where the server listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Returns how many clients are connected.
     *
     * @return the number at this moment
     */
    public int clients() {
        return clients.size();
    }

    /** Disconnects all clients, each as soon as its answer is written, and ends the server. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(GRACE.toMillis());
        for (Channel client : clients) {
            ChannelHandlerContext context = client.pipeline().context(ServerConnection.class);
            if (context != null) {
                context.executor().execute(() -> ((ServerConnection) context.handler()).finish(context));
            }
        }
        if (!loops.isInside()) {
            clients.newCloseFuture().awaitUninterruptibly(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        clients.close();
        loops.close();
    }

    private void accept(Channel client) {
        if (clients.size() >= builder.maximumClients) {
            client.close();
            return;
        }
        clients.add(client);
        new ServerConnection(ServerProtocol.of(builder.framing), builder.source, builder.options, builder.onShutdown)
                .addTo(client.pipeline(), builder.framing);
    }

    /** Collects what a server is made of. */
    public static final class Builder {
        private static final int MAXIMUM_CLIENTS = 1024;
        private static final int THREADS = 2;

        private final Framing framing;
        private final ResponderSource source;
        private InetSocketAddress address = loopback(0);
        private SocketOptions options = SocketOptions.DEFAULT;
        private int maximumClients = MAXIMUM_CLIENTS;
        private int threads = THREADS;
        private Runnable onShutdown = () -> {};

        private Builder(Framing framing, ResponderSource source) {
            this.framing = framing;
            this.source = source;
        }

        /**
         * Says on which port of the loopback address to listen.
         *
         * @param port the port; 0 for a free one
         * @return this builder
         */
        public Builder port(int port) {
            return address(loopback(port));
        }

        /**
         * Says where to listen. Other machines may reach an address that is not loopback, and nothing here asks who
         * they are.
         *
         * @param where address and port
         * @return this builder
         */
        public Builder address(InetSocketAddress where) {
            address = where;
            return this;
        }

        /**
         * Sets the limits of each connection.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder options(SocketOptions limits) {
            options = limits;
            return this;
        }

        /**
         * Says how many clients there can be at once; one more is disconnected.
         *
         * @param count the number, at least 1
         * @return this builder
         */
        public Builder maximumClients(int count) {
            maximumClients = requirePositive("maximumClients", count);
            return this;
        }

        /**
         * Says how many threads serve the clients. Each client has one of them for all of its life.
         *
         * @param count the number, at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            threads = requirePositive("threads", count);
            return this;
        }

        /**
         * Says what to do when a client of the emulator's framing sends SHUTDOWN. By default it is disconnected, and the
         * server goes on.
         *
         * @param action what to do, in short, after the client's disconnection
         * @return this builder
         */
        public Builder onShutdown(Runnable action) {
            onShutdown = action;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that listens
         * @throws TransportException if it cannot listen there
         */
        public SocketServer start() {
            return new SocketServer(this);
        }

        private static InetSocketAddress loopback(int port) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        private static int requirePositive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("%s: %d".formatted(name, value));
            }
            return value;
        }
    }
}
