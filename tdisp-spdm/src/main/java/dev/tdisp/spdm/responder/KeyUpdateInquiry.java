package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;

/** Replaces the key by which the responder sends, by KEY_UPDATE in the other direction (section 2.11). */
final class KeyUpdateInquiry implements Inquiry {
    private final Responder responder;
    private final SpdmSession session;
    private final KeyUpdateOperation operation;

    private KeyUpdateInquiry(Responder responder, SpdmSession session, KeyUpdateOperation operation) {
        this.responder = responder;
        this.session = session;
        this.operation = operation;
    }

    static KeyUpdateInquiry of(Responder responder, SpdmSession session) {
        return new KeyUpdateInquiry(responder, session, KeyUpdateOperation.UPDATE_KEY);
    }

    @Override
    public SpdmRequest request() {
        return KeyUpdate.of(
                responder.connection().version(), operation, responder.random(1).at(0));
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        if (!bytes.from(2).equals(request.from(2))) {
            throw new InvalidResponse("KEY_UPDATE_ACK does not echo");
        }
        if (operation == KeyUpdateOperation.VERIFY_NEW_KEY) {
            return Outcome.DONE;
        }
        session.secure().updateSending();
        return Outcome.next(new KeyUpdateInquiry(responder, session, KeyUpdateOperation.VERIFY_NEW_KEY));
    }
}
