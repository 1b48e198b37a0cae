package dev.tdisp.host.vmm;

import dev.tdisp.core.wire.Bytes;
import java.util.function.UnaryOperator;

/** What a hostile relay does with a data object instead of carrying it on. */
public sealed interface RelayDeed {
    /** Throws it away; whoever waits gets no answer. */
    record Drop() implements RelayDeed {}

    /** Keeps it; whoever waits gets no answer. It can be {@linkplain DoeRelay#release released} later, after others. */
    record Hold() implements RelayDeed {}

    /** Sends a request twice, and gives the second answer. A response is given once all the same. */
    record Repeat() implements RelayDeed {}

    /**
     * Carries something else on.
     *
     * @param change makes another object of it, for example an earlier one
     */
    record Alter(UnaryOperator<Bytes> change) implements RelayDeed {}
}
