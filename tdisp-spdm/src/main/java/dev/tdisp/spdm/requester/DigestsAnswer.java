package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's GET_DIGESTS. */
final class DigestsAnswer implements AskedHandler {
    private final Requester requester;

    DigestsAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        requester.requireOwn(Capability.CERT_CAP, asked);
        if (requester.credentials().provisionedSlots() == 0) {
            throw Declined.of(SpdmErrorCode.UNSPECIFIED, "no slot holds a chain");
        }
        Connection connection = requester.connection();
        boolean isMultiKey = connection.suite().isRequesterMultiKey();
        Digests response = requester.credentials().digests(connection.version(), connection.hash(), isMultiKey);
        Bytes bytes = response.encode();
        if (asked.place().isAfterChallenge()) {
            connection.transcript().appendEncapsulatedDigests(asked.bytes(), bytes);
        } else if (isMultiKey && asked.isFirst()) {
            asked.place().handshake().ifPresent(session -> session.encapsulatedDigests(bytes));
        }
        return response;
    }
}
