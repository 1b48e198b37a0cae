package dev.tdisp.core.env;

import dev.tdisp.core.trace.Trace;
import java.time.InstantSource;

/**
 * What protocol code may ask of the world: the time, deadlines, random bytes, and a place for events.
 *
 * <pre>{@code
 * var trace = new RecordingTrace();
 * var env = Env.seeded(1, trace);
 * var device = env.forParty("device");
 * }</pre>
 *
 * @param clock the time
 * @param timers deadlines on the same time
 * @param random random bytes
 * @param trace where events go
 */
public record Env(InstantSource clock, Timers timers, RandomSource random, Trace trace) {
    /**
     * Creates an environment that a seed determines: virtual time from the epoch, seeded randomness.
     *
     * @param seed any number
     * @param trace where events go
     * @return an environment whose every run is the same
     */
    public static Env seeded(long seed, Trace trace) {
        var time = new VirtualTime();
        return new Env(time, time, RandomSource.seeded(seed), trace);
    }

    /**
     * Creates an environment that a seed determines, and that records no events.
     *
     * @param seed any number
     * @return an environment whose every run is the same
     */
    public static Env seeded(long seed) {
        return seeded(seed, Trace.none());
    }

    /**
     * Returns the same environment with randomness of a party's own.
     *
     * @param party the party's name
     * @return an environment for that party
     */
    public Env forParty(String party) {
        return new Env(clock, timers, random.forParty(party), trace);
    }
}
