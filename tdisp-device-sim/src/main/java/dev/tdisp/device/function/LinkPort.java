package dev.tdisp.device.function;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.Tlp;
import java.util.List;
import java.util.Optional;

/** The way of a function's own packets to the host. */
@FunctionalInterface
public interface LinkPort {
    /**
     * Sends a request.
     *
     * @param request the packet
     * @param context how it is to cross the link
     * @return what came back for a non-posted request; nothing if nothing did, which its requester takes for a timeout
     */
    Optional<Reply> send(Tlp request, LinkContext context);

    /**
     * Tells how many posted requests may share a MAC.
     *
     * @param context how they are to cross the link
     * @return 1 unless the stream aggregates
     */
    default int unit(LinkContext context) {
        return 1;
    }

    /**
     * Sends posted requests that follow each other at once.
     *
     * @param posted the packets
     * @param context how they are to cross the link
     */
    default void sendTogether(List<? extends Tlp> posted, LinkContext context) {
        posted.forEach(tlp -> send(tlp, context));
    }

    /**
     * Tells whether the tag of a request without an answer must not be used again before the stream is keyed anew.
     *
     * @return false on a device from before the erratum for CVE-2025-9613
     */
    default boolean quarantinesTags() {
        return true;
    }

    /**
     * What came back for a request.
     *
     * @param completion the completion
     * @param context how it crossed the link
     */
    record Reply(Completion completion, LinkContext context) {}
}
