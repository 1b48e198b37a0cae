package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.EventAck;
import dev.tdisp.spdm.message.SendEvent;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's SEND_EVENT. */
final class EventAnswer implements AskedHandler {
    private final Requester requester;

    EventAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        SpdmSession session = asked.place()
                .channel()
                .filter(SpdmSession::isEstablished)
                .orElseThrow(
                        () -> Declined.of(SpdmErrorCode.UNEXPECTED_REQUEST, "SEND_EVENT needs an established session"));
        SendEvent request = (SendEvent) asked.request();
        if (request.events().isEmpty() || !request.hasContiguousIds()) {
            throw Declined.of(SpdmErrorCode.INVALID_REQUEST, "the events are not contiguous");
        }
        requester.eventListener().received(session.id(), request.ordered());
        return EventAck.of(requester.connection().version());
    }
}
