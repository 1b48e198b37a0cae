package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.KeyUpdateAck;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.session.SecureSession;

/** Answers KEY_UPDATE (section 2.11). */
final class KeyUpdateHandler implements RequestHandler {
    private final Responder responder;

    KeyUpdateHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireBoth(Capability.KEY_UPD_CAP);
        in.requireNegotiated();
        SecureSession session = in.requireEstablished().secure();
        KeyUpdate request = in.decodeExactly(KeyUpdate.class).message();
        KeyUpdateOperation operation =
                request.operation().orElseThrow(() -> in.invalid("operation %d".formatted(in.param1())));
        if (session.isUpdatePending() != (operation == KeyUpdateOperation.VERIFY_NEW_KEY)) {
            throw in.invalid("%s, but %s update is to be verified"
                    .formatted(operation, session.isUpdatePending() ? "an" : "no"));
        }
        return Answer.of(KeyUpdateAck.of(responder.connection().version(), operation, in.param2()))
                .before(() -> update(session, operation));
    }

    private static void update(SecureSession session, KeyUpdateOperation operation) {
        switch (operation) {
            case UPDATE_KEY -> session.updateReceiving();
            case UPDATE_ALL_KEYS -> {
                session.updateReceiving();
                session.updateSending();
            }
            case VERIFY_NEW_KEY -> session.confirmUpdate();
        }
    }
}
