package dev.tdisp.lab.script;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host under test in a thread of its own, for scripts in lockstep. */
final class HostThread {
    private final Script script;
    private @Nullable Thread thread;
    private volatile @Nullable Throwable thrown;

    HostThread(Script script) {
        this.script = script;
    }

    void start(Runnable host) {
        if (thread != null) {
            throw new IllegalStateException("the host runs already");
        }
        script.lockstep();
        thread = new Thread(() -> run(host), "tdisp-scripted-host");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable host) {
        String how = "the host has ended";
        try {
            host.run();
        } catch (RuntimeException | Error e) {
            thrown = e;
            how = "the host has ended with " + e;
        } finally {
            script.hostEnded(how);
        }
    }

    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    /** Says that the script is over, and waits for the host if there is one. */
    void awaitEnd() {
        script.over();
        if (thread != null) {
            script.awaitHost();
        }
    }

    /** Interrupts a host that still runs, and waits until it has ended, but not for ever. */
    void close() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(script.guard().patience().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
