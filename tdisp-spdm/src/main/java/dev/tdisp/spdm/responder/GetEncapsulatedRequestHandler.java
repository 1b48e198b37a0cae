package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.EncapsulatedRequest;
import dev.tdisp.spdm.message.GetEncapsulatedRequest;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;

/** Answers GET_ENCAPSULATED_REQUEST with a question of the responder's own (section 2.16). */
final class GetEncapsulatedRequestHandler implements RequestHandler {
    private final Responder responder;

    GetEncapsulatedRequestHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireEncapsulation();
        in.decode(GetEncapsulatedRequest.class);
        in.requireVersion();
        in.requireReady();
        in.session().ifPresent(session -> offerEvents(in.channel().inquiries(), session));
        Inquiries.Due due = in.channel().inquiries().fetch().orElseThrow(() -> nothing(in));
        return Answer.of(EncapsulatedRequest.of(responder.connection().version(), due.id(), due.bytes()))
                .otherwise(in.channel().inquiries()::abort);
    }

    /** Asks the requester to take the events that wait for it, if there is nothing else to ask. */
    private void offerEvents(Inquiries inquiries, SpdmSession session) {
        if (inquiries.isEmpty() && session.isEstablished()) {
            responder
                    .services()
                    .events
                    .pending(
                            session.id(),
                            responder.connection().version(),
                            responder.responseLimit(session) - SpdmHeader.SIZE)
                    .ifPresent(events -> inquiries.ask(new EventInquiry(responder, session, events)));
        }
    }

    private Refusal nothing(Incoming in) {
        boolean isNamed = in.isAtLeast(SpdmErrorCode.NO_PENDING_REQUESTS.since())
                && !responder.profile().has(SpdmSwitch.NO_QUESTION_IS_UNEXPECTED);
        return Refusal.of(
                isNamed ? SpdmErrorCode.NO_PENDING_REQUESTS : SpdmErrorCode.UNEXPECTED_REQUEST,
                "the responder asks nothing");
    }
}
