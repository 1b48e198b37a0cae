package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * The tags of a root port's requests, which all guests share.
 *
 * <p>A tag whose completion did not come is not used again before the stream is keyed anew: a completion that comes late must
 * not be taken for the answer to somebody else's request.
 */
final class HostTags {
    private static final int COUNT = 256;

    private final boolean quarantines;
    private final Map<Integer, StreamId> lost = new HashMap<>();
    private int last;

    HostTags(boolean quarantines) {
        this.quarantines = quarantines;
    }

    /** Returns the next tag. One is always left: the last of all is never taken out of use. */
    int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            last = (last + 1) % COUNT;
            if (!lost.containsKey(last)) {
                return last;
            }
        }
        throw new AssertionError("every tag is lost");
    }

    void lose(int tag, StreamId stream) {
        if (quarantines && lost.size() < COUNT - 1) {
            lost.put(tag, stream);
        }
    }

    void release(StreamId stream) {
        lost.values().removeIf(stream::equals);
    }
}
