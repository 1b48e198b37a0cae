package dev.tdisp.device.function;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The tags of a function's requests.
 *
 * <p>The tag of a request that timed out is not used again until {@link #release()}: a completion that comes late must not
 * be taken for the answer to another request.
 */
final class TagPool {
    private final BitSet retired = new BitSet();
    private int next;

    OptionalInt take(int count) {
        for (int tried = 0; tried < count; tried++) {
            int tag = next % count;
            next = (tag + 1) % count;
            if (!retired.get(tag)) {
                return OptionalInt.of(tag);
            }
        }
        return OptionalInt.empty();
    }

    void retire(int tag) {
        retired.set(tag);
    }

    void release() {
        retired.clear();
    }
}
