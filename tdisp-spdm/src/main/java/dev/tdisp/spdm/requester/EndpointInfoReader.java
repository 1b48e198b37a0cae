package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetEndpointInfo;

/** GET_ENDPOINT_INFO, and what must hold for its response (section 2.20). */
final class EndpointInfoReader {
    private static final String CLAUSE = "2.20";

    private final Requester requester;
    private final DeviceManagement management;

    EndpointInfoReader(Requester requester, DeviceManagement management) {
        this.requester = requester;
        this.management = management;
    }

    DeviceClassInfo read() {
        var request = GetEndpointInfo.unsigned(management.version(), GetEndpointInfo.DEVICE_CLASS);
        return decode(management.exchange(request, EndpointInfo.class));
    }

    DeviceClassInfo read(int slot) {
        requester.requireNegotiated();
        requester.identityHash(slot);
        int nibble = slot == Credentials.RAW_KEY ? Credentials.RAW_KEY_NIBBLE : slot;
        var request =
                GetEndpointInfo.signed(management.version(), GetEndpointInfo.DEVICE_CLASS, nibble, requester.nonce());
        Reply<EndpointInfo> reply = management.reply(request, EndpointInfo.class);
        EndpointInfo response = reply.message();
        if (response.slot() != nibble) {
            throw management.refuse("slot %d is not echoed".formatted(nibble), CLAUSE);
        }
        Bytes transcript =
                requester.connection().transcript().endpointInfo(reply.request(), response.encodeWithoutSignature());
        requester.requireSignature(
                slot, SigningContext.RESPONDER_ENDPOINT_INFO, transcript, response.signature(), CLAUSE);
        return decode(response);
    }

    private DeviceClassInfo decode(EndpointInfo response) {
        try {
            return DeviceClassInfo.decode(response.info());
        } catch (MalformedMessageException e) {
            throw management.refuse("EPInfo is malformed: " + e.getMessage(), CLAUSE);
        }
    }
}
