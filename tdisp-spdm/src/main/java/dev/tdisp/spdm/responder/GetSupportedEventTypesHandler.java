package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.message.GetSupportedEventTypes;
import dev.tdisp.spdm.message.SupportedEventTypes;

/** Answers GET_SUPPORTED_EVENT_TYPES (section 2.18). */
final class GetSupportedEventTypesHandler implements RequestHandler {
    private final Responder responder;

    GetSupportedEventTypesHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireReady();
        in.requireNegotiated();
        in.requireKnown();
        in.requireCapability(Capability.EVENT_CAP);
        in.requireEstablished();
        in.decodeExactly(GetSupportedEventTypes.class);
        in.requireVersion();
        return Answer.of(SupportedEventTypes.of(
                responder.connection().version(), responder.services().events.supported()));
    }
}
