package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SendEvent;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;

/** Tells the requester of events by SEND_EVENT (section 2.18). */
final class EventInquiry implements Inquiry {
    private final Responder responder;
    private final SpdmSession session;
    private final SendEvent events;

    EventInquiry(Responder responder, SpdmSession session, SendEvent events) {
        this.responder = responder;
        this.session = session;
        this.events = events;
    }

    @Override
    public SpdmRequest request() {
        return events;
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        responder.services().events.acknowledged(session.id(), events);
        return Outcome.DONE;
    }
}
