package dev.tdisp.core.responder;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.tdi.TdiStateMachine;

/**
 * A request on its way through the responder.
 *
 * @param sessionId the session that it came over
 * @param header its header
 * @param tdi the interface that it addresses
 */
record Exchange(long sessionId, TdispHeader header, HostedTdi tdi) {
    TdiStateMachine machine() {
        return tdi.machine();
    }

    boolean isRefusedByState(RequestCode code) {
        return machine().refusal(code).isPresent();
    }

    boolean isFromLockingSession() {
        return machine()
                .binding()
                .filter(binding -> binding.sessionId() == sessionId)
                .isPresent();
    }
}
