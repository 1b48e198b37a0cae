package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * What a server does about a frame.
 *
 * @param frame what it sends, if anything
 * @param then what it does afterwards
 */
record Reply(Optional<Bytes> frame, Then then) {
    /** What follows a reply. */
    enum Then {
        /** The next frame is awaited. */
        READ,
        /** The connection is closed. */
        CLOSE,
        /** The connection is closed, because the client wants everything to end. */
        SHUT_DOWN
    }

    static Reply silence() {
        return new Reply(Optional.empty(), Then.READ);
    }

    static Reply close() {
        return new Reply(Optional.empty(), Then.CLOSE);
    }

    static Reply of(Bytes frame) {
        return new Reply(Optional.of(frame), Then.READ);
    }

    static Reply last(Bytes frame) {
        return new Reply(Optional.of(frame), Then.CLOSE);
    }

    static Reply farewell(Bytes frame) {
        return new Reply(Optional.of(frame), Then.SHUT_DOWN);
    }
}
