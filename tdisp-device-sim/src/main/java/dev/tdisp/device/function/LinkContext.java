package dev.tdisp.device.function;

import dev.tdisp.core.pcie.StreamId;
import java.util.Optional;

/**
 * How a packet crosses the link.
 *
 * @param stream the IDE stream; of a packet to be sent none leaves the choice to the link
 * @param trusted the T bit
 */
public record LinkContext(Optional<StreamId> stream, boolean trusted) {
    /** In the clear, or however the link sends what is not trusted. */
    public static final LinkContext UNTRUSTED = new LinkContext(Optional.empty(), false);

    /**
     * Creates the context of a trusted packet.
     *
     * @param stream the stream it crosses on
     * @return the context
     */
    public static LinkContext trusted(StreamId stream) {
        return new LinkContext(Optional.of(stream), true);
    }
}
