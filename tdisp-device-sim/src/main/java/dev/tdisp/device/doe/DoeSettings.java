package dev.tdisp.device.doe;

import java.time.Duration;

/**
 * How a mailbox behaves where devices differ.
 *
 * @param capacity how many double words a request may have; one more is an error
 * @param latency how long an answer takes; none is ready when the write of Go returns
 * @param underflowIsError true if taking data that is not there is an error, instead of without effect
 */
public record DoeSettings(int capacity, Duration latency, boolean underflowIsError) {
    /** The length of the longest object there can be: 2^18 double words. */
    public static final int LARGEST = 1 << 18;

    /** Objects of every size, answered at once, without error when nothing is there. */
    public static final DoeSettings DEFAULT = new DoeSettings(LARGEST, Duration.ZERO, false);

    /**
     * Checks the values.
     *
     * @param capacity how many double words a request may have; one more is an error
     * @param latency how long an answer takes; none is ready when the write of Go returns
     * @param underflowIsError true if taking data that is not there is an error, instead of without effect
     */
    public DoeSettings {
        if (capacity < 3 || capacity > LARGEST) {
            throw new IllegalArgumentException("capacity: %d double words".formatted(capacity));
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency: " + latency);
        }
    }
}
