package dev.tdisp.lab.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until the virtual machine is told to end, and lets it end when everything is cleaned up. */
final class StopSignal {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "tdisp-stop");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void raise() {
        raised.countDown();
    }

    /** Waits for the signal; an interruption counts as one. */
    void await() {
        try {
            raised.await();
        } catch (InterruptedException e) {
            raised.countDown();
        }
    }

    void done() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running: that is why we are here.
        }
    }

    private void end() {
        raised.countDown();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
