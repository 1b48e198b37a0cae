package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import java.util.List;

/** What became of a protected packet at its receiver. */
public sealed interface IdeOutcome {
    /**
     * Returns the stream that the packet names.
     *
     * @return the stream
     */
    StreamId stream();

    /**
     * Every check passed.
     *
     * @param stream the stream
     * @param tlp the packet
     * @param trusted its T bit
     */
    record Delivered(StreamId stream, Tlp tlp, boolean trusted) implements IdeOutcome {}

    /**
     * The packet is genuine, but its requester is not associated with the stream, or the stream is for trusted packets
     * only: a request is unsupported, a completion is unexpected. The stream stays secure.
     *
     * @param stream the stream
     * @param tlp the packet
     * @param trusted its T bit
     */
    record Rejected(StreamId stream, Tlp tlp, boolean trusted) implements IdeOutcome {}

    /**
     * The packet waits for the MAC that it shares with the next ones.
     *
     * @param stream the stream
     */
    record Held(StreamId stream) implements IdeOutcome {}

    /**
     * Packets that shared a MAC, which passed.
     *
     * @param stream the stream
     * @param parts what became of each, in order
     */
    record Unit(StreamId stream, List<IdeOutcome> parts) implements IdeOutcome {
        /**
         * Copies the list.
         *
         * @param stream the stream
         * @param parts what became of each, in order
         */
        public Unit {
            parts = List.copyOf(parts);
        }
    }

    /**
     * PCRC Check Failed: the packet is genuine, but its data were damaged before they were encrypted; to be logged and
     * dropped. The stream stays secure.
     *
     * @param stream the stream
     * @param tlp the packet
     */
    record PcrcFailed(StreamId stream, Tlp tlp) implements IdeOutcome {}

    /**
     * The packet was a message between the two ports.
     *
     * @param stream the stream
     */
    record Consumed(StreamId stream) implements IdeOutcome {}

    /**
     * IDE Check Failed: to be logged, and to be told to the partner by {@link IdeMessages#fail}. Happens once until the
     * stream is secure again.
     *
     * @param stream the stream, insecure now
     * @param reason which check
     */
    record CheckFailed(StreamId stream, String reason) implements IdeOutcome {}

    /**
     * Misrouted IDE TLP: no enabled stream ends here; to be logged.
     *
     * @param stream the stream it names
     */
    record Misrouted(StreamId stream) implements IdeOutcome {}

    /**
     * The stream is enabled but not secure, which was reported before.
     *
     * @param stream the stream
     */
    record Dropped(StreamId stream) implements IdeOutcome {}

    /**
     * Returns what became of each packet that this is about.
     *
     * @return the parts of a unit, else this alone
     */
    default List<IdeOutcome> each() {
        return this instanceof Unit unit ? unit.parts() : List.of(this);
    }
}
