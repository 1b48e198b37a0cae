package dev.tdisp.host.platform;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.tsm.AcceptOrder;
import dev.tdisp.host.tsm.TsmOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A platform: how it calls the steps and the states, and what it does otherwise than others.
 *
 * @param key its name on command lines
 * @param title its name
 * @param source what the words were read in
 * @param words the word of each step; steps without a word are left out
 * @param states how it calls the states of an interface
 * @param acceptance the steps of a guest's acceptance, in the platform's order
 * @param lockFlags the flags that it locks with
 * @param hidesAddresses whether it moves the addresses in reports by MMIO_REPORTING_OFFSET
 * @param usesTdisp false if it knows sessions and shared memory alone
 */
public record PlatformProfile(
        String key,
        String title,
        String source,
        Map<PlatformStep, PlatformWord> words,
        Map<TdiState, String> states,
        List<PlatformStep> acceptance,
        Set<LockFlag> lockFlags,
        boolean hidesAddresses,
        boolean usesTdisp) {
    /**
     * Copies the collections.
     *
     * @param key its name on command lines
     * @param title its name
     * @param source what the words were read in
     * @param words the word of each step
     * @param states how it calls the states
     * @param acceptance the steps of a guest's acceptance
     * @param lockFlags the flags that it locks with
     * @param hidesAddresses whether it moves the addresses in reports
     * @param usesTdisp false if it knows sessions and shared memory alone
     */
    public PlatformProfile {
        words = Map.copyOf(words);
        states = Map.copyOf(states);
        acceptance = List.copyOf(acceptance);
        lockFlags = Set.copyOf(lockFlags);
    }

    /**
     * Finds a platform by its name on command lines.
     *
     * @param key the name
     * @return the platform, if there is one
     */
    public static Optional<PlatformProfile> of(String key) {
        return Platforms.ALL.stream()
                .filter(platform -> platform.key.equals(key))
                .findFirst();
    }

    /**
     * Returns how the platform calls a step.
     *
     * @param step the step
     * @return the word, which may be empty
     */
    public PlatformWord word(PlatformStep step) {
        return words.getOrDefault(step, PlatformWord.NONE);
    }

    /**
     * Returns how the platform calls a state.
     *
     * @param state the state
     * @return the platform's name for it; the specification's if it has none of its own
     */
    public String state(TdiState state) {
        return states.getOrDefault(state, state.name());
    }

    /**
     * Returns what must be mapped when.
     *
     * @return the order of mapping and start
     */
    public AcceptOrder acceptOrder() {
        boolean mapsFirst = acceptance.indexOf(PlatformStep.MAP_MMIO) < acceptance.indexOf(PlatformStep.START);
        return mapsFirst ? AcceptOrder.MAP_THEN_START : AcceptOrder.START_THEN_MAP;
    }

    /**
     * Makes the options of a security manager those of the platform's.
     *
     * @param options other options
     * @return the same with the platform's order, flags and offset
     */
    public TsmOptions options(TsmOptions options) {
        long offset = hidesAddresses ? options.mmioReportingOffset() : 0;
        return options.withAcceptOrder(acceptOrder())
                .withLockFlags(LockFlags.of(lockFlags.toArray(LockFlag[]::new)))
                .withMmioReportingOffset(offset);
    }

    @Override
    public String toString() {
        return title;
    }
}
