package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.message.GetVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.VersionResponse;

/** Answers GET_VERSION, which starts the connection anew and ends all sessions. */
final class GetVersionHandler implements RequestHandler {
    private final Responder responder;

    GetVersionHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        Bytes request = in.decode(GetVersion.class).bytes();
        in.requireNoSession();
        if (in.version() != SpdmVersion.V1_0.code()) {
            throw Refusal.of(SpdmErrorCode.VERSION_MISMATCH, "GET_VERSION is always of version 1.0")
                    .in(SpdmVersion.V1_0);
        }
        if (responder.condition() == ResponderCondition.NEED_RESYNC) {
            responder.condition(ResponderCondition.NORMAL);
        }
        in.requireReady();
        var response = VersionResponse.of(responder.profile().versions());
        return Answer.of(response).before(() -> restart(request, response.encode()));
    }

    private void restart(Bytes request, Bytes response) {
        Connection connection = responder.connection();
        responder.sessions().endAll("GET_VERSION");
        responder.forgetRequester();
        connection.restart(ConnectionState.AFTER_VERSION, "GET_VERSION");
        connection.transcript().appendNegotiation(request);
        connection.transcript().appendNegotiation(response);
    }
}
