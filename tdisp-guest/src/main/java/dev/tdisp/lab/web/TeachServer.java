package dev.tdisp.lab.web;

import dev.tdisp.lab.teach.Recipe;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Serves the page on loopback, and does the runs that a reader asks for.
 *
 * <pre>{@code
 * try (var server = TeachServer.start(0, Recipe.usual(1))) {
 *     open("http://127.0.0.1:" + server.address().getPort());
 * }
 * }</pre>
 *
 * <p>Each run has a lab of its own that ends with the answer; nothing is kept. Only requests that name a loopback host are
 * answered, so that no page from elsewhere can use the server through a name that it has bent. When {@link #close()} returns,
 * no thread of the server is left.
 */
public final class TeachServer implements AutoCloseable {
    private static final int MAXIMUM_REQUEST = 64 * 1024;
    private static final int IDLE_SECONDS = 60;
    private static final int CLOSING_SECONDS = 5;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, threads("tdisp-teach"), NioIoHandler.newFactory());
    private final DefaultEventExecutor runs = new DefaultEventExecutor(threads("tdisp-teach-run"));
    private final Channel listener;

    private TeachServer(int port, Recipe first) throws IOException {
        var routes = new TeachRoutes(first);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel reader) {
                        reader.pipeline()
                                .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAXIMUM_REQUEST))
                                .addLast(new TeachHandler(routes, runs));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            end();
            throw new IOException("cannot listen on port %d of loopback".formatted(port), bound.cause());
        }
        listener = bound.channel();
    }

    /**
     * Starts a server.
     *
     * @param port where on loopback; 0 for a free port
     * @param first what the page shows before a reader chooses something else
     * @return the server, to be closed
     * @throws IOException if the port cannot be taken
     */
    public static TeachServer start(int port, Recipe first) throws IOException {
        return new TeachServer(port, first);
    }

    /**
     * Returns where the server listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
        end();
    }

    private ThreadFactory threads(String name) {
        return work -> {
            var thread = new FastThreadLocalThread(work, name);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }

    private void end() {
        runs.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS);
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(CLOSING_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
