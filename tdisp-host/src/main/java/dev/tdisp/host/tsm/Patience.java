package dev.tdisp.host.tsm;

import dev.tdisp.host.tsm.TsmException.Reason;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How often to ask a device again that says it is busy (TDISP_ERROR BUSY, section 11.3.26, or SPDM's ERROR Busy). A busy
 * device has done nothing, so to ask again is no guess.
 *
 * @param retries how often, after the first time
 * @param pause how long to wait before each
 */
public record Patience(int retries, Duration pause) {
    /** Three times, a tenth of a second apart. */
    public static final Patience DEFAULT = new Patience(3, Duration.ofMillis(100));

    /**
     * Checks the values.
     *
     * @param retries not negative
     * @param pause not negative
     */
    public Patience {
        if (retries < 0 || pause.isNegative()) {
            throw new IllegalArgumentException("retries: %d, pause: %s".formatted(retries, pause));
        }
    }

    /** Exchanges, and again as long as the device is busy; in the end it is refused with DEVICE_BUSY. */
    <T> T ask(Consumer<Duration> wait, Supplier<T> exchange) {
        for (int left = retries; ; left--) {
            try {
                return exchange.get();
            } catch (TsmException e) {
                if (e.reason() != Reason.DEVICE_BUSY || left == 0) {
                    throw e;
                }
                wait.accept(pause);
            }
        }
    }
}
