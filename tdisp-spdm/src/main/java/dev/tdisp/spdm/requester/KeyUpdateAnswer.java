package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.KeyUpdateAck;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.session.SecureSession;

/** Answers the responder's KEY_UPDATE, which replaces the key by which the responder sends (section 2.11). */
final class KeyUpdateAnswer implements AskedHandler {
    private final Requester requester;

    KeyUpdateAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        requester.requireOwn(Capability.KEY_UPD_CAP, asked);
        SecureSession session = asked.place()
                .channel()
                .filter(SpdmSession::isEstablished)
                .map(SpdmSession::secure)
                .orElseThrow(
                        () -> Declined.of(SpdmErrorCode.UNEXPECTED_REQUEST, "KEY_UPDATE needs an established session"));
        KeyUpdate request = (KeyUpdate) asked.request();
        KeyUpdateOperation operation = request.operation()
                .filter(asks -> asks != KeyUpdateOperation.UPDATE_ALL_KEYS)
                .filter(asks -> session.isUpdatePending() == (asks == KeyUpdateOperation.VERIFY_NEW_KEY))
                .orElseThrow(() -> Declined.of(
                        SpdmErrorCode.INVALID_REQUEST,
                        "operation %d".formatted(request.header().param1())));
        if (operation == KeyUpdateOperation.UPDATE_KEY) {
            session.expectUpdate();
        } else {
            session.confirmUpdate();
        }
        return KeyUpdateAck.of(
                requester.connection().version(), operation, request.header().param2());
    }
}
