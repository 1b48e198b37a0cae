package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.TransportException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of a server or client, which are gone when this is closed. */
final class EventLoops implements AutoCloseable {
    private final OwnThreads threads;
    private final EventLoopGroup group;

    EventLoops(String name, int count) {
        this.threads = new OwnThreads(name);
        this.group = new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory());
    }

    /** Connects a socket, whose reads are asked for one by one. Closes the threads if there is no connection in time. */
    Channel connect(InetSocketAddress address, SocketOptions options, Consumer<ChannelPipeline> handlers) {
        ChannelFuture connected = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .handler(initializer(connection -> handlers.accept(connection.pipeline())))
                .connect(address)
                .awaitUninterruptibly();
        return opened(connected, "cannot connect to %s".formatted(address));
    }

    /** Listens for sockets, whose reads are asked for one by one. Closes the threads if the address cannot be taken. */
    Channel listen(InetSocketAddress address, Consumer<Channel> accept) {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(initializer(accept))
                .bind(address)
                .awaitUninterruptibly();
        return opened(bound, "cannot listen on %s".formatted(address));
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> accept) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel peer) {
                accept.accept(peer);
            }
        };
    }

    private Channel opened(ChannelFuture future, String complaint) {
        if (!future.isSuccess()) {
            close();
            throw new TransportException(complaint, future.cause());
        }
        return future.channel();
    }

    boolean isInside() {
        return threads.isInside();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, OwnThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        threads.join();
    }
}
