package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.TransportException;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a socket for one peer at a time, and serves each on a thread that may block.
 *
 * <pre>{@code
 * try (var listener = FrameListener.listen(address, SocketOptions.DEFAULT, channel -> serve(channel))) {
 *     …
 * }
 * }</pre>
 *
 * <p>Who connects while another one is served is disconnected. A service that returns, or fails, disconnects its peer.
 * When {@link #close()} returns, no thread of the listener is left.
 */
public final class FrameListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("tdisp.socket");
    private static final int TRIES = 20;
    private static final int TRY_AGAIN_MILLIS = 10;

    private final SocketOptions options;
    private final Consumer<FrameChannel> service;
    private final EventLoops loops = new EventLoops("tdisp-listener", 1);
    private final OwnThreads threads = new OwnThreads("tdisp-service");
    private final ExecutorService services = Executors.newSingleThreadExecutor(threads);
    private final AtomicReference<Channel> served = new AtomicReference<>();
    private final Channel listener;

    private FrameListener(InetSocketAddress address, SocketOptions options, Consumer<FrameChannel> service) {
        this.options = options;
        this.service = service;
        try {
            this.listener = loops.listen(address, peer -> accept(peer, TRIES));
        } catch (TransportException e) {
            services.shutdown();
            throw e;
        }
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 picks a free one
     * @param options the largest frame
     * @param service serves one peer; returns when it is gone
     * @return the listener
     * @throws TransportException if it cannot listen there
     */
    public static FrameListener listen(
            InetSocketAddress address, SocketOptions options, Consumer<FrameChannel> service) {
        return new FrameListener(address, options, service);
    }

    /**
     * Returns where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Disconnects the peer, waits for its service to return, and ends. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(SocketServer.GRACE.toMillis());
        Channel peer = served.getAndSet(listener);
        if (peer != null) {
            peer.close().awaitUninterruptibly(SocketServer.GRACE.toMillis());
        }
        services.shutdown();
        try {
            if (!services.awaitTermination(SocketServer.GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                services.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.join();
        loops.close();
    }

    /** Takes a peer if nobody else is there, or leaves soon. For the thread of the listener. */
    private void accept(Channel peer, int tries) {
        Channel other = served.get();
        if (other != null && (other == listener || other.isActive())) {
            if (tries > 0) {
                peer.eventLoop().schedule(() -> accept(peer, tries - 1), TRY_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                LOG.debug("{} is disconnected: another one is served", peer.remoteAddress());
                peer.close();
            }
            return;
        }
        served.set(peer);
        var handler = new ClientHandler();
        FrameCodec.addTo(peer.pipeline(), options.maximumFrameSize());
        peer.pipeline().addLast("frames", handler);
        services.execute(() -> serve(new FrameChannel(peer, handler, options.responseTimeout(), () -> {})));
    }

    private void serve(FrameChannel channel) {
        try {
            service.accept(channel);
        } catch (RuntimeException e) {
            LOG.error("a peer is disconnected after a failure", e);
        } finally {
            channel.close();
        }
    }
}
