package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's GET_ENDPOINT_INFO, with a signature or without. */
final class EndpointInfoAnswer implements AskedHandler {
    private static final int SIGNED = 2;

    private final Requester requester;

    EndpointInfoAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        requester.requireOwn(Capability.EP_INFO_CAP, asked);
        boolean isPlace = asked.place().handshake().isEmpty()
                && asked.place()
                        .channel()
                        .filter(session -> !session.isEstablished())
                        .isEmpty();
        GetEndpointInfo request = (GetEndpointInfo) asked.request();
        if (!isPlace || request.subCode() != GetEndpointInfo.DEVICE_CLASS) {
            throw Declined.of(
                    isPlace ? SpdmErrorCode.INVALID_REQUEST : SpdmErrorCode.UNEXPECTED_REQUEST,
                    "SubCode %02xh".formatted(request.subCode()));
        }
        return request.isSigned()
                ? signed(asked, request)
                : new EndpointInfo(header(0), 0, Bytes.EMPTY, info(), Bytes.EMPTY);
    }

    private EndpointInfo signed(Asked asked, GetEndpointInfo request) {
        Connection connection = requester.connection();
        if (connection.context().requester().value(Capability.EP_INFO_CAP) != SIGNED) {
            throw Declined.unsupported(request.code());
        }
        int slot = request.slot() == Credentials.RAW_KEY_NIBBLE ? Credentials.RAW_KEY : request.slot();
        Identity identity = requester
                .identity(slot, KeySlotInfo.ENDPOINT_INFO)
                .orElseThrow(() ->
                        Declined.of(SpdmErrorCode.INVALID_REQUEST, "slot %d holds no key for this".formatted(slot)));
        var unsigned = new EndpointInfo(header(request.slot()), 0, requester.nonce(), info(), Bytes.EMPTY);
        Bytes transcript = connection.transcript().endpointInfo(asked.bytes(), unsigned.encode());
        Bytes signature = requester.sign(identity, SigningContext.REQUESTER_ENDPOINT_INFO, transcript);
        return new EndpointInfo(unsigned.header(), 0, unsigned.nonce(), unsigned.info(), signature);
    }

    private SpdmHeader header(int slot) {
        return SpdmHeader.of(requester.connection().version(), 0, slot);
    }

    private Bytes info() {
        return requester.deviceClass().encode();
    }
}
