package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * A part of something that does not fit into one message; the arithmetic cannot overflow, whatever a requester asks for.
 *
 * @param bytes the part
 * @param remainder how much follows behind it
 */
record Portion(Bytes bytes, long remainder) {
    /**
     * Cuts a part out.
     *
     * @param whole what it is a part of
     * @param offset where it starts, at most 2^32 - 1
     * @param length how much is wanted, at most 2^32 - 1
     * @param room how much fits
     * @return the part; nothing if it would start behind the end
     */
    static Optional<Portion> of(Bytes whole, long offset, long length, long room) {
        if (offset >= whole.size()) {
            return Optional.empty();
        }
        long end = offset + Math.min(Math.min(length, whole.size() - offset), Math.max(0, room));
        return Optional.of(new Portion(whole.slice((int) offset, (int) end), whole.size() - end));
    }
}
