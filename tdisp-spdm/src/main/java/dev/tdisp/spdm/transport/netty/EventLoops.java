package dev.tdisp.spdm.transport.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of a server or client, which are gone when this is closed. */
final class EventLoops implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final EventLoopGroup group;

    EventLoops(String name, int count) {
        ThreadFactory factory = work -> thread(name, work);
        this.group = new MultiThreadIoEventLoopGroup(count, factory, NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    boolean isInside() {
        return threads.contains(Thread.currentThread());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (isInside()) {
            return;
        }
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }
}
