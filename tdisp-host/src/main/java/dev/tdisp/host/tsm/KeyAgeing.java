package dev.tdisp.host.tsm;

import java.time.Duration;
import java.util.Optional;

/**
 * When the keys of a stream are old (section 6.33.3): after so many packets in one direction of one sub-stream, or after so
 * much time, whichever comes first. Then they are refreshed without a gap.
 *
 * @param packets how many packets; {@link Long#MAX_VALUE} for any number
 * @param age how long; nothing for any time
 */
public record KeyAgeing(long packets, Optional<Duration> age) {
    /** Keys do not grow old before their counters end. */
    public static final KeyAgeing NEVER = new KeyAgeing(Long.MAX_VALUE, Optional.empty());

    /**
     * Checks the values.
     *
     * @param packets at least one
     * @param age more than nothing
     */
    public KeyAgeing {
        boolean isNoAge =
                age.filter(limit -> limit.isZero() || limit.isNegative()).isPresent();
        if (packets < 1 || isNoAge) {
            throw new IllegalArgumentException("packets: %d, age: %s".formatted(packets, age));
        }
    }

    /**
     * Limits the number of packets.
     *
     * @param count how many
     * @return the policy
     */
    public static KeyAgeing afterPackets(long count) {
        return new KeyAgeing(count, Optional.empty());
    }

    /**
     * Limits the time.
     *
     * @param limit how long
     * @return the policy
     */
    public static KeyAgeing after(Duration limit) {
        return new KeyAgeing(Long.MAX_VALUE, Optional.of(limit));
    }
}
