package dev.tdisp.device.ide;

import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.device.function.LinkContext;

/**
 * A packet that came in.
 *
 * @param tlp the packet in the clear
 * @param context how it crossed the link
 * @param associated false if its sender may not use the stream it came on: it is to be treated as unsupported
 */
public record Arrival(Tlp tlp, LinkContext context, boolean associated) {}
