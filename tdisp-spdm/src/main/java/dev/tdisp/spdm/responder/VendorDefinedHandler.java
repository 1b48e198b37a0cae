package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/** Answers VENDOR_DEFINED_REQUEST by the protocol inside (section 2.14). */
final class VendorDefinedHandler implements RequestHandler {
    private static final int SMALL_SIZE = 0xFFFF;

    private final Responder responder;

    VendorDefinedHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        if (responder.vendors().isEmpty()) {
            throw in.unsupported("there are no vendor protocols");
        }
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        VendorDefinedRequest request = in.decode(VendorDefinedRequest.class).message();
        if (request.isLarge() && !responder.connection().context().both(Capability.LARGE_RESP_CAP)) {
            throw in.invalid("the large form needs LARGE_RESP_CAP on both sides");
        }
        VendorDefinedBody body = request.body();
        VendorProtocol protocol =
                responder.vendors().protocolOf(body).orElseThrow(() -> in.unsupported("no such vendor or protocol"));
        requirePlace(in, protocol);
        long sessionId = in.session().map(SpdmSession::id).orElse(VendorHandler.NO_SESSION);
        Optional<VendorDefinedBody> answer = responder.vendors().handleAnywhere(sessionId, body);
        return answer.map(answered -> response(request, answered))
                .map(Answer::of)
                .orElseThrow(() -> in.invalid(protocol + " does not answer"));
    }

    private VendorDefinedResponse response(VendorDefinedRequest request, VendorDefinedBody answered) {
        int size = answered.payload().size();
        if (size > SMALL_SIZE && !request.isLarge()) {
            throw Refusal.tooLarge(size);
        }
        int form = request.isLarge() ? VendorDefinedRequest.LARGE : 0;
        return new VendorDefinedResponse(responder.header(form, 0), answered);
    }

    private void requirePlace(Incoming in, VendorProtocol protocol) {
        SpdmProfile profile = responder.profile();
        if (!protocol.isSessionRequired()) {
            return;
        }
        if (!profile.has(SpdmSwitch.PROTOCOLS_OUTSIDE_SESSIONS)) {
            in.requireSession();
        }
        if (!profile.has(SpdmSwitch.PROTOCOLS_IN_HANDSHAKE)) {
            in.requireEstablishedIfInSession();
        }
    }
}
