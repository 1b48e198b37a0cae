package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a transcript that grows as often as the other end likes. What grows beyond the limit is forgotten, and nothing is
 * to be signed over it until it starts anew.
 */
final class TranscriptPart {
    static final int LIMIT = 0x100_0000;

    private final List<Bytes> messages = new ArrayList<>();
    private long size;
    private boolean isOverflown;

    void append(Bytes request, Bytes response) {
        size += request.size() + response.size();
        isOverflown |= size > LIMIT;
        if (isOverflown) {
            messages.clear();
        } else {
            messages.add(request);
            messages.add(response);
        }
    }

    void clear() {
        messages.clear();
        size = 0;
        isOverflown = false;
    }

    /** Tells whether nothing is missing. */
    boolean isComplete() {
        return !isOverflown;
    }

    /** Returns all that is left of what was appended, between what stands before it and what follows it. */
    Bytes within(Bytes before, Bytes request, Bytes response) {
        List<Bytes> all = new ArrayList<>(messages.size() + 3);
        all.add(before);
        all.addAll(messages);
        all.add(request);
        all.add(response);
        return Bytes.concat(all.toArray(Bytes[]::new));
    }
}
