package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the requester of which class it is (section 2.20). */
final class EndpointInfoInquiry implements Inquiry {
    private final Responder responder;
    private final Optional<Integer> signingSlot;
    private final Consumer<DeviceClassInfo> listener;

    EndpointInfoInquiry(Responder responder, Optional<Integer> signingSlot, Consumer<DeviceClassInfo> listener) {
        this.responder = responder;
        this.signingSlot = signingSlot;
        this.listener = listener;
    }

    @Override
    public SpdmRequest request() {
        var version = responder.connection().version();
        return signingSlot
                .map(slot -> GetEndpointInfo.signed(
                        version,
                        GetEndpointInfo.DEVICE_CLASS,
                        slot & Credentials.RAW_KEY_NIBBLE,
                        responder.random(ChallengeHandler.NONCE_SIZE)))
                .orElseGet(() -> GetEndpointInfo.unsigned(version, GetEndpointInfo.DEVICE_CLASS));
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        EndpointInfo info = (EndpointInfo) response;
        signingSlot.ifPresent(slot -> verify(slot, request, info));
        try {
            listener.accept(DeviceClassInfo.decode(info.info()));
        } catch (MalformedMessageException e) {
            throw new InvalidResponse("EPInfo is malformed: " + e.getMessage());
        }
        return Outcome.DONE;
    }

    private void verify(int slot, Bytes request, EndpointInfo info) {
        Connection connection = responder.connection();
        Bytes transcript = connection.transcript().endpointInfo(request, info.encodeWithoutSignature());
        boolean isSigned = info.slot() == (slot & Credentials.RAW_KEY_NIBBLE)
                && responder
                        .authentication()
                        .isSigned(slot, SigningContext.REQUESTER_ENDPOINT_INFO, transcript, info.signature());
        if (!isSigned) {
            throw new InvalidResponse("the signature is wrong");
        }
    }
}
