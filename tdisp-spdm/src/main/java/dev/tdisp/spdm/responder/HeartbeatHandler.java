package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.Heartbeat;
import dev.tdisp.spdm.message.HeartbeatAck;

/** Answers HEARTBEAT (section 2.11). */
final class HeartbeatHandler implements RequestHandler {
    private final Responder responder;

    HeartbeatHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.HBEAT_CAP);
        in.requireNegotiated();
        SpdmSession session = in.requireEstablished();
        in.decodeExactly(Heartbeat.class);
        if (session.heartbeatPeriod() == 0) {
            throw in.unexpected("the session has no heartbeat");
        }
        return Answer.of(HeartbeatAck.of(responder.connection().version()));
    }
}
