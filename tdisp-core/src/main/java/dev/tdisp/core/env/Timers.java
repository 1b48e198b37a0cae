package dev.tdisp.core.env;

import java.time.Duration;

/** Deadlines: work to be done when time has come. */
public interface Timers {
    /**
     * Sets a deadline.
     *
     * @param delay how long from now; not negative
     * @param action what to do then, on the thread that lets time pass
     * @return the deadline, to be cancelled
     */
    Deadline after(Duration delay, Runnable action);

    /** A deadline that was set. */
    interface Deadline {
        /** Forgets the deadline; without effect if it has passed. */
        void cancel();
    }
}
