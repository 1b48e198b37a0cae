package dev.tdisp.device.function;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.Tlp;
import java.util.Optional;

/** The way of a function's own packets to the host. */
@FunctionalInterface
public interface LinkPort {
    /**
     * Sends a request.
     *
     * @param request the packet
     * @param context how it is to cross the link
     * @return the completion of a non-posted request; nothing if none came, which its requester takes for a timeout
     */
    Optional<Completion> send(Tlp request, LinkContext context);
}
