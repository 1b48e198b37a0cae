package dev.tdisp.core.pcie;

import java.util.Optional;

/** The upper end of a link: a root port, as a device sees it. */
@FunctionalInterface
public interface UpstreamPort {
    /**
     * Takes a frame from the device.
     *
     * @param frame the frame
     * @return the completion of a non-posted request; nothing for a posted one, or if the frame was dropped. A frame that
     *     ends a unit of several non-posted requests has several: all but the last went to the other end before, in order
     */
    Optional<LinkFrame> receive(LinkFrame frame);
}
