package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import java.time.Instant;

/** Where the packets of a transport are written down. */
@FunctionalInterface
public interface PacketSink {
    /**
     * Takes a packet.
     *
     * @param at when it was there
     * @param packet the packet, as the transport has it
     * @param comment what it is, in one line
     */
    void packet(Instant at, Bytes packet, String comment);
}
