package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a large message of one direction together from its chunks. */
final class ChunkTransfer {
    private final List<Bytes> parts = new ArrayList<>();
    private int handle;
    private long announced;

    /** Takes the next chunk, and returns the whole message after the last one. */
    Optional<Bytes> add(MessageEntry entry, int ofHandle, Chunk chunk, boolean isLast) {
        if (chunk.sequenceNumber() == 0) {
            parts.clear();
            handle = ofHandle;
            announced = chunk.largeMessageSize();
        }
        if (ofHandle != handle || chunk.sequenceNumber() != parts.size()) {
            entry.problem("chunk %d of transfer %d is out of order".formatted(chunk.sequenceNumber(), ofHandle));
            return Optional.empty();
        }
        parts.add(chunk.data());
        return isLast ? whole(entry) : Optional.empty();
    }

    private Optional<Bytes> whole(MessageEntry entry) {
        Bytes whole = Bytes.concat(parts.toArray(Bytes[]::new));
        entry.carried("in %d chunks".formatted(parts.size()));
        if (whole.size() != announced) {
            entry.problem("%d bytes in chunks, %d announced".formatted(whole.size(), announced));
        }
        parts.clear();
        return Optional.of(whole);
    }
}
