package dev.tdisp.device.ide;

import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.LinkPort;

/** How a link treats the T bit of completions (section 11.2.1); a device that is wrong on purpose treats it otherwise. */
public interface LinkHabit {
    /** Answers a request the way it came, and takes the completions of its own requests with T or without. */
    LinkHabit USUAL = new LinkHabit() {};

    /**
     * Says how a completion of the device leaves.
     *
     * @param request how its request crossed the link
     * @return how the completion crosses it
     */
    default LinkContext answering(LinkContext request) {
        return request;
    }

    /**
     * Tells whether a completion for a request of the device is taken.
     *
     * @param request how its request crossed the link
     * @param reply what came back
     * @return false if it is dropped
     */
    default boolean takes(LinkContext request, LinkPort.Reply reply) {
        return true;
    }
}
