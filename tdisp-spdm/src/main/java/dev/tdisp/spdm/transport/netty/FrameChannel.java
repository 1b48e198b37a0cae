package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A socket that carries frames both ways, each behind its length.
 *
 * <pre>{@code
 * try (var channel = FrameChannel.connect(address, SocketOptions.DEFAULT)) {
 *     channel.send(Bytes.fromHex("0102"));
 *     Bytes frame = channel.receive(Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>A frame is read from the socket when somebody asks for it. After a frame that did not come, the socket is closed, so
 * that a late one is never taken for another. For one thread at a time; {@link #close()} is for any.
 */
public final class FrameChannel implements AutoCloseable {
    private final Channel channel;
    private final ClientHandler handler;
    private final Duration patience;
    private final AutoCloseable threads;

    FrameChannel(Channel channel, ClientHandler handler, Duration patience, AutoCloseable threads) {
        this.channel = channel;
        this.patience = patience;
        this.handler = handler;
        this.threads = threads;
    }

    /**
     * Connects to a listener.
     *
     * @param address where it listens
     * @param options the largest frame, and how long to wait for the connection
     * @return the channel, whose thread is gone when it is closed
     * @throws TransportException if there is none within the time
     */
    public static FrameChannel connect(InetSocketAddress address, SocketOptions options) {
        var loops = new EventLoops("tdisp-channel", 1);
        var handler = new ClientHandler();
        Channel connection = loops.connect(address, options, pipeline -> {
            FrameCodec.addTo(pipeline, options.maximumFrameSize());
            pipeline.addLast("frames", handler);
        });
        return new FrameChannel(connection, handler, options.responseTimeout(), loops);
    }

    /**
     * Sends a frame.
     *
     * @param content what is in it
     * @throws TransportException if the socket is closed
     */
    public void send(Bytes content) {
        if (!isOpen()) {
            throw new TransportException("the connection is closed");
        }
        var frame = WireWriter.create();
        frame.u32BigEndian("Length", content.size());
        frame.bytes("Content", content);
        ChannelFuture sent = channel.writeAndFlush(frame.toBytes());
        if (!channel.isWritable() && !sent.awaitUninterruptibly(patience.toMillis())) {
            throw closed("the peer does not read");
        }
    }

    /**
     * Waits for a frame.
     *
     * @param timeout how long
     * @return what is in it
     * @throws TransportException if none comes within the time; then the socket is closed
     */
    public Bytes receive(Duration timeout) {
        channel.read();
        try {
            ClientHandler.Received received = handler.received().poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (received == null) {
                throw closed("no frame within " + timeout);
            }
            return received.frame().orElseThrow(() -> closed(received.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed("interrupted");
        }
    }

    /**
     * Tells whether frames may still come and go.
     *
     * @return false when either end has closed the socket
     */
    public boolean isOpen() {
        return channel.isActive();
    }

    /** Closes the socket, without a word to the peer. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(SocketServer.GRACE.toMillis());
        try {
            threads.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private TransportException closed(String why) {
        channel.close().awaitUninterruptibly(SocketServer.GRACE.toMillis());
        return new TransportException(why);
    }
}
