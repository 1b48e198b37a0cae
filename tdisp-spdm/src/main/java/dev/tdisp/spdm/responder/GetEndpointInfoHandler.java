package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.KeySlotInfo;

/** Answers GET_ENDPOINT_INFO, with a signature or without (section 2.20). */
final class GetEndpointInfoHandler implements RequestHandler {
    private static final int SIGNED = 2;

    private final Responder responder;

    GetEndpointInfoHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireEstablishedIfInSession();
        in.requireReady();
        in.requireCapability(Capability.EP_INFO_CAP);
        in.requireNegotiated();
        in.requireVersion();
        if (in.param1() != GetEndpointInfo.DEVICE_CLASS) {
            throw in.invalid("SubCode %02xh is not known".formatted(in.param1()));
        }
        Decoded<GetEndpointInfo> decoded = in.decode(GetEndpointInfo.class);
        Bytes info = responder.services().deviceClass.get().encode();
        if (!decoded.message().isSigned()) {
            return Answer.of(new EndpointInfo(responder.header(0, 0), 0, Bytes.EMPTY, info, Bytes.EMPTY));
        }
        if (responder.profile().capabilities().value(Capability.EP_INFO_CAP) != SIGNED) {
            throw in.unsupported("EP_INFO_CAP is without signature");
        }
        int nibble = decoded.message().slot();
        int slot = nibble == Credentials.RAW_KEY_NIBBLE ? Credentials.RAW_KEY : nibble;
        return Answer.of(sign(decoded, in.requireIdentity(slot, KeySlotInfo.ENDPOINT_INFO), info));
    }

    private EndpointInfo sign(Decoded<GetEndpointInfo> request, Identity identity, Bytes info) {
        var header = responder.header(0, request.message().slot());
        Bytes nonce = responder.random(ChallengeHandler.NONCE_SIZE);
        var unsigned = new EndpointInfo(header, 0, nonce, info, Bytes.EMPTY);
        Bytes transcript = responder.connection().transcript().endpointInfo(request.bytes(), unsigned.encode());
        return new EndpointInfo(
                header, 0, nonce, info, responder.sign(identity, SigningContext.RESPONDER_ENDPOINT_INFO, transcript));
    }
}
