package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.EventAck;
import dev.tdisp.spdm.message.SendEvent;
import java.util.List;

/** Answers SEND_EVENT, by which a requester tells what happened at its end (section 2.18). */
final class SendEventHandler implements RequestHandler {
    private final Responder responder;

    SendEventHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        if (!responder.connection().context().requester().has(Capability.EVENT_CAP)) {
            throw in.unsupported("the requester has no EVENT_CAP");
        }
        in.requireNegotiated();
        SpdmSession session = in.requireEstablished();
        SendEvent request = in.decodeExactly(SendEvent.class).message();
        if (request.events().isEmpty() || !request.hasContiguousIds()) {
            throw in.invalid("no events, or a gap between their ids");
        }
        List<Event> ordered = request.ordered();
        return Answer.of(EventAck.of(responder.connection().version()))
                .after(() -> responder.services().eventListener.received(session.id(), ordered));
    }
}
