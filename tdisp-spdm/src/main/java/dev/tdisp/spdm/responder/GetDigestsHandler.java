package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetDigests;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Answers GET_DIGESTS (section 2.3). */
final class GetDigestsHandler implements RequestHandler {
    static final int SLOTS = 8;

    private final Responder responder;

    GetDigestsHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireVersion();
        in.requireReady();
        in.requireCapability(Capability.CERT_CAP);
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        Bytes request = in.decode(GetDigests.class).bytes();
        if (responder.provisioning().isAnyPending()) {
            throw Refusal.of(SpdmErrorCode.RESET_REQUIRED, "a slot waits for a reset");
        }
        if (responder.credentials().provisionedSlots() == 0) {
            throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "no slot holds a chain");
        }
        Connection connection = responder.connection();
        boolean isMultiKey = connection.suite().isResponderMultiKey();
        Digests response = responder.credentials().digests(connection.version(), connection.hash(), isMultiKey);
        Answer answer = Answer.of(response);
        return in.session().isPresent() ? answer : answer.before(() -> note(request, response.encode()));
    }

    private void note(Bytes request, Bytes response) {
        Connection connection = responder.connection();
        connection
                .transcript()
                .appendDigests(request, response, connection.suite().isResponderMultiKey());
        connection.reach(ConnectionState.AFTER_DIGESTS, "GET_DIGESTS");
    }
}
