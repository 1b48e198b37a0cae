package dev.tdisp.lab.script;

import java.time.Duration;

/** The end of a device's script: nothing more may come. */
public final class Quiet {
    private final Step step;

    Quiet(Step step) {
        this.step = step;
    }

    /**
     * Lets time pass at the end, in which nothing may come. In memory that is virtual time; a device on a socket waits as
     * long in real time.
     *
     * @param time how long
     * @throws IllegalArgumentException if that is negative
     */
    public void within(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time);
        }
        step.quiet(time);
    }
}
