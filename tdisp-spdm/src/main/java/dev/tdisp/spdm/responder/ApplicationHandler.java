package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** Answers what travels in the records of a session beside SPDM, for example other messages of MCTP. */
@FunctionalInterface
public interface ApplicationHandler {
    /**
     * Answers a message.
     *
     * @param sessionId the established session
     * @param applicationData the message with the inner header of the transport, which for MCTP is its message type
     * @return the answer, with its inner header; nothing for what gets none
     */
    Optional<Bytes> handle(long sessionId, Bytes applicationData);
}
