package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.DeliverEncapsulatedResponse;
import dev.tdisp.spdm.message.EncapsulatedResponseAck;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers DELIVER_ENCAPSULATED_RESPONSE, which answers a question of the responder's (section 2.16). */
final class DeliverEncapsulatedResponseHandler implements RequestHandler {
    private static final int MAXIMUM_PADDING = 3;

    private final Responder responder;

    DeliverEncapsulatedResponseHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireEncapsulation();
        Inquiries inquiries = in.channel().inquiries();
        Inquiries.Due due = inquiries.due().orElseThrow(() -> in.unexpected("no response is due"));
        DeliverEncapsulatedResponse request =
                in.decode(DeliverEncapsulatedResponse.class).message();
        in.requireVersion();
        in.requireReady();
        if (request.requestId() != due.id()) {
            throw in.invalid("RequestID %d is not %d".formatted(request.requestId(), due.id()));
        }
        if (request.response().size() < SpdmHeader.SIZE) {
            throw in.invalid(
                    "%d bytes are no response".formatted(request.response().size()));
        }
        try {
            return Answer.of(acknowledge(inquiries, due, request.response())).otherwise(inquiries::abort);
        } catch (InvalidResponse invalid) {
            inquiries.abort();
            throw Refusal.of(SpdmErrorCode.INVALID_RESPONSE_CODE, invalid.reason());
        }
    }

    private EncapsulatedResponseAck acknowledge(Inquiries inquiries, Inquiries.Due due, Bytes received) {
        Decoded<SpdmResponse> response = decode(due.request(), received);
        Inquiry.Outcome outcome = due.inquiry().accept(due.bytes(), response.message(), response.bytes());
        SpdmVersion version = responder.connection().version();
        return inquiries
                .proceed(outcome)
                .map(next -> EncapsulatedResponseAck.next(version, due.id(), next.id(), next.bytes()))
                .or(() -> outcome.slot().map(slot -> EncapsulatedResponseAck.slot(version, due.id(), slot)))
                .orElseGet(() -> EncapsulatedResponseAck.last(version, due.id()));
    }

    private Decoded<SpdmResponse> decode(SpdmRequest request, Bytes received) {
        Connection connection = responder.connection();
        try {
            Decoded<SpdmResponse> decoded =
                    SpdmCodec.response(received, request, connection.context().reversed());
            SpdmResponse response = decoded.message();
            boolean isAnswer = !(response instanceof ErrorResponse)
                    && response.code() == (request.code() & 0x7F)
                    && response.header().version() == connection.version().code();
            if (!isAnswer || decoded.trailing().size() > MAXIMUM_PADDING) {
                throw new InvalidResponse("%s does not answer %s".formatted(response.name(), request.name()));
            }
            return decoded;
        } catch (MalformedMessageException e) {
            throw new InvalidResponse("the response is malformed: " + e.getMessage());
        }
    }
}
