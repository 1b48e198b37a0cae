package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's GET_CERTIFICATE, in portions that reach it. */
final class CertificateAnswer implements AskedHandler {
    private static final int FRONT_SIZE = 12;
    private static final int MAXIMUM_SIZE = 0xFFFF;

    private final Requester requester;

    CertificateAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        requester.requireOwn(Capability.CERT_CAP, asked);
        GetCertificate request = (GetCertificate) asked.request();
        Connection connection = requester.connection();
        Bytes chain = requester
                .credentials()
                .slot(request.slot())
                .map(held -> held.chain(connection.hash()).encode())
                .orElseThrow(
                        () -> Declined.of(SpdmErrorCode.INVALID_REQUEST, "slot %d is empty".formatted(request.slot())));
        int offset = request.offset();
        if (request.isLarge() || offset >= chain.size()) {
            throw Declined.of(SpdmErrorCode.INVALID_REQUEST, "Offset %d of %d".formatted(offset, chain.size()));
        }
        long room = requester.transferLimit() - FRONT_SIZE;
        int end = offset + (int) Math.min(room, Math.min(request.length(), chain.size() - offset));
        int remainder = Math.min(chain.size() - end, MAXIMUM_SIZE);
        Bytes portion = chain.slice(offset, end);
        var header = SpdmHeader.of(connection.version(), request.slot(), model(request.slot()));
        var response = new Certificate(header, portion.size(), remainder, 0, portion);
        if (asked.place().isAfterChallenge()) {
            connection.transcript().appendEncapsulated(asked.bytes(), response.encode());
        }
        return response;
    }

    private int model(int slot) {
        boolean isMultiKey = requester.connection().suite().isRequesterMultiKey();
        return isMultiKey ? requester.credentials().key(slot).orElseThrow().model() : 0;
    }
}
