package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.EndSession;
import dev.tdisp.spdm.message.EndSessionAck;

/** Answers END_SESSION (section 2.11). */
final class EndSessionHandler implements RequestHandler {
    private final Responder responder;

    EndSessionHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        SpdmSession session = in.requireEstablished();
        in.decodeExactly(EndSession.class);
        return Answer.of(EndSessionAck.of(responder.connection().version()))
                .after(() -> responder.sessions().end(session, "END_SESSION"));
    }
}
