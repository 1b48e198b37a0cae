package dev.tdisp.spdm.requester;

import java.time.Duration;

/**
 * Lets time pass while a response is not ready: virtual time is advanced, in real time the thread sleeps.
 *
 * <pre>{@code
 * requester.waitBy(virtualTime::advance);
 * }</pre>
 */
@FunctionalInterface
public interface Pause {
    /**
     * Returns when some time has passed.
     *
     * @param time how much
     */
    void pause(Duration time);
}
