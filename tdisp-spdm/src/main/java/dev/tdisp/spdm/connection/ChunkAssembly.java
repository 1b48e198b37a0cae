package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A large message that comes in chunks (section 2.13). Only what is within the announced size is ever kept.
 *
 * <p>For one thread at a time.
 */
public final class ChunkAssembly {
    private final int handle;
    private final long maximum;
    private final int minimum;
    private final List<Bytes> chunks = new ArrayList<>();
    private long announced;
    private long received;

    /**
     * Begins a message.
     *
     * @param handle the handle of its chunks
     * @param minimum the size that the message must exceed
     * @param maximum the size that it must not exceed
     */
    public ChunkAssembly(int handle, int minimum, long maximum) {
        this.handle = handle;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /**
     * Returns the handle.
     *
     * @return the byte Handle
     */
    public int handle() {
        return handle;
    }

    /**
     * Returns which chunk is due.
     *
     * @return the next sequence number, from 0
     */
    public long next() {
        return chunks.size();
    }

    /**
     * Takes a chunk.
     *
     * @param ofHandle the handle that it came with
     * @param chunk the chunk
     * @param isLast whether it is said to be the last
     * @return why it does not fit; nothing if it is taken
     */
    public Optional<String> take(int ofHandle, Chunk chunk, boolean isLast) {
        if (ofHandle != handle || chunk.sequenceNumber() != next()) {
            return Optional.of("chunk %d of %d, but chunk %d of %d is due"
                    .formatted(chunk.sequenceNumber(), ofHandle, next(), handle));
        }
        int size = chunk.data().size();
        long whole = chunks.isEmpty() ? chunk.largeMessageSize() : announced;
        long after = received + size;
        boolean isSizeLegal = whole > minimum && whole <= maximum;
        boolean isFilled = isLast || ChunkFormat.frontSize(next()) + size >= ChunkFormat.MINIMUM_MESSAGE;
        if (!isSizeLegal || !isFilled || (isLast ? after != whole : after >= whole)) {
            return Optional.of("chunk %d: %d bytes of %d".formatted(next(), after, whole));
        }
        announced = whole;
        received = after;
        chunks.add(chunk.data());
        return Optional.empty();
    }

    /**
     * Joins the chunks.
     *
     * @return the message, once the last chunk is taken
     */
    public Bytes message() {
        return Bytes.concat(chunks.toArray(Bytes[]::new));
    }
}
