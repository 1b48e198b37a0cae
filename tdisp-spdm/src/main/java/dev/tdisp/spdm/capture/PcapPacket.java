package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import java.time.Instant;

/**
 * One packet of a capture.
 *
 * @param at when it was recorded
 * @param content its bytes, as the link type says
 */
public record PcapPacket(Instant at, Bytes content) {}
