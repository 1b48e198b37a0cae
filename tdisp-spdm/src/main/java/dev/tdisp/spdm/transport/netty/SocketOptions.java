package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.EmulatorFrame;
import java.time.Duration;

/**
 * Limits of a connection.
 *
 * <pre>{@code
 * var options = SocketOptions.DEFAULT.withIdleTimeout(Duration.ofMinutes(5));
 * }</pre>
 *
 * @param maximumFrameSize the largest frame that is received, with its header
 * @param connectTimeout how long a client waits for its connection
 * @param responseTimeout how long a client waits for a response
 * @param firstFrameTimeout how long a server waits for the first frame of a client
 * @param idleTimeout how long a server waits for each further frame
 */
public record SocketOptions(
        int maximumFrameSize,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration firstFrameTimeout,
        Duration idleTimeout) {
    /** Frames of at most 128 KiB; 10 seconds for a connection and its first frame, 10 minutes for another one. */
    public static final SocketOptions DEFAULT = new SocketOptions(
            0x20000, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMinutes(10));

    /**
     * Checks the limits.
     *
     * @param maximumFrameSize the largest frame that is received
     * @param connectTimeout how long a client waits for its connection
     * @param responseTimeout how long a client waits for a response
     * @param firstFrameTimeout how long a server waits for the first frame
     * @param idleTimeout how long a server waits for each further frame
     * @throws IllegalArgumentException if no frame fits, or a time is not positive
     */
    public SocketOptions {
        if (maximumFrameSize < EmulatorFrame.HEADER_SIZE) {
            throw new IllegalArgumentException("maximumFrameSize: %d".formatted(maximumFrameSize));
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("responseTimeout", responseTimeout);
        requirePositive("firstFrameTimeout", firstFrameTimeout);
        requirePositive("idleTimeout", idleTimeout);
    }

    /**
     * Returns the options with another limit of size.
     *
     * @param changed the largest frame that is received, with its header
     * @return the changed copy
     */
    public SocketOptions withMaximumFrameSize(int changed) {
        return new SocketOptions(changed, connectTimeout, responseTimeout, firstFrameTimeout, idleTimeout);
    }

    /**
     * Returns the options with another limit of time.
     *
     * @param changed how long a client waits for its connection
     * @return the changed copy
     */
    public SocketOptions withConnectTimeout(Duration changed) {
        return new SocketOptions(maximumFrameSize, changed, responseTimeout, firstFrameTimeout, idleTimeout);
    }

    /**
     * Returns the options with another limit of time.
     *
     * @param changed how long a client waits for a response
     * @return the changed copy
     */
    public SocketOptions withResponseTimeout(Duration changed) {
        return new SocketOptions(maximumFrameSize, connectTimeout, changed, firstFrameTimeout, idleTimeout);
    }

    /**
     * Returns the options with another limit of time.
     *
     * @param changed how long a server waits for the first frame of a client
     * @return the changed copy
     */
    public SocketOptions withFirstFrameTimeout(Duration changed) {
        return new SocketOptions(maximumFrameSize, connectTimeout, responseTimeout, changed, idleTimeout);
    }

    /**
     * Returns the options with another limit of time.
     *
     * @param changed how long a server waits for each further frame
     * @return the changed copy
     */
    public SocketOptions withIdleTimeout(Duration changed) {
        return new SocketOptions(maximumFrameSize, connectTimeout, responseTimeout, firstFrameTimeout, changed);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s: %s".formatted(name, value));
        }
    }
}
