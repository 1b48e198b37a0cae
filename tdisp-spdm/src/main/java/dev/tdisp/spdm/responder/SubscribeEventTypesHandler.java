package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.EventGroup;
import dev.tdisp.spdm.message.SubscribeEventTypes;
import dev.tdisp.spdm.message.SubscribeEventTypesAck;
import java.util.List;

/** Answers SUBSCRIBE_EVENT_TYPES: a session chooses its events (section 2.18). */
final class SubscribeEventTypesHandler implements RequestHandler {
    private final Responder responder;

    SubscribeEventTypesHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireReady();
        in.requireNegotiated();
        in.requireKnown();
        in.requireCapability(Capability.EVENT_CAP);
        SpdmSession session = in.requireEstablished();
        SubscribeEventTypes request =
                in.decodeExactly(SubscribeEventTypes.class).message();
        in.requireVersion();
        List<EventGroup> groups = groups(in, request);
        EventSource events = responder.services().events;
        if (groups.size() != request.groupCount() || !events.isSupported(groups)) {
            throw in.invalid("%d groups, or events that there are not".formatted(groups.size()));
        }
        return Answer.of(new SubscribeEventTypesAck(responder.header(0, 0)))
                .before(() -> events.subscribe(session.id(), groups));
    }

    private static List<EventGroup> groups(Incoming in, SubscribeEventTypes request) {
        try {
            return EventGroup.decodeAll(request.eventGroups());
        } catch (MalformedMessageException e) {
            throw in.invalid("SubscribeList: " + e.getMessage());
        }
    }
}
