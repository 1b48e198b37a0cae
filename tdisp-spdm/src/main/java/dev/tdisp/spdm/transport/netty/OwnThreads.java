package dev.tdisp.spdm.transport.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Makes the threads of a server or client, and waits until each of them is really gone. */
final class OwnThreads implements ThreadFactory {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    OwnThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        var thread = new Thread(work, name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    boolean isInside() {
        return threads.contains(Thread.currentThread());
    }

    /** Waits for the end of all, but not from within one of them. */
    void join() {
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
}
