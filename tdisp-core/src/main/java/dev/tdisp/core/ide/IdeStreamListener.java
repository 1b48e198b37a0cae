package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.StreamId;

/** Whoever relies on a stream: the interfaces bound to it. */
@FunctionalInterface
public interface IdeStreamListener {
    /**
     * Says that a stream stopped protecting; its keys are erased already.
     *
     * @param stream the stream, which was secure
     * @param cause why
     */
    void streamInsecure(StreamId stream, IdeStreamEvent cause);
}
