package dev.tdisp.spdm.vendor;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** Answers the messages of one protocol on a responder. */
@FunctionalInterface
public interface VendorHandler {
    /** The session id of a message that came outside any session; no session has it. */
    long NO_SESSION = 0;

    /**
     * Answers a message.
     *
     * @param sessionId the session it came in, or {@link #NO_SESSION}
     * @param message the protocol's message, without the byte that names the protocol
     * @return the protocol's answer; nothing if there is none, and SPDM is to refuse the request
     */
    Optional<Bytes> handle(long sessionId, Bytes message);
}
