package dev.tdisp.device.function;

import dev.tdisp.core.pcie.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The tags of a function's requests.
 *
 * <p>The tag of a request that timed out is not used again until the stream it crossed on is keyed anew: a completion that
 * comes late must not be taken for the answer to another request. A device from before the erratum that says so uses it for
 * its next request (CVE-2025-9613).
 */
final class TagPool {
    private final Map<Integer, Optional<StreamId>> retired = new HashMap<>();
    private final BooleanSupplier quarantines;
    private int next;

    TagPool(BooleanSupplier quarantines) {
        this.quarantines = quarantines;
    }

    OptionalInt take(int count) {
        for (int tried = 0; tried < count; tried++) {
            int tag = next % count;
            next = (tag + 1) % count;
            if (!retired.containsKey(tag)) {
                return OptionalInt.of(tag);
            }
        }
        return OptionalInt.empty();
    }

    /** Takes a tag out of use; nothing for a request that named no stream. */
    void retire(int tag, Optional<StreamId> stream) {
        if (quarantines.getAsBoolean()) {
            retired.put(tag, stream);
        } else {
            next = tag;
        }
    }

    /** Puts the tags into use again that were lost on a stream, or on none in particular. */
    void release(StreamId stream) {
        retired.values().removeIf(lost -> lost.map(stream::equals).orElse(true));
    }

    void release() {
        retired.clear();
    }
}
