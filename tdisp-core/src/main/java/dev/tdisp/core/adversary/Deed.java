package dev.tdisp.core.adversary;

/** What a switch does with a packet instead of passing it on. */
public sealed interface Deed {
    /** Keeps it; it may be released later. Who waits for a completion gets none. */
    record Hold() implements Deed {}

    /** Throws it away. */
    record Drop() implements Deed {}

    /** Sends it twice. */
    record Duplicate() implements Deed {}

    /**
     * Keeps it, and lets another one go that was held: so packets are reordered, and completions exchanged.
     *
     * @param other a packet that is held
     */
    record Swap(Passage other) implements Deed {}

    /**
     * Sends it to another device.
     *
     * @param other the switch in front of that device
     */
    record Reroute(AdversarySwitch other) implements Deed {}
}
