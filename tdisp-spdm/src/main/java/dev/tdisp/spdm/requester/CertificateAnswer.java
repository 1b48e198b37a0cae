package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's GET_CERTIFICATE, in portions that reach it. */
final class CertificateAnswer implements AskedHandler {
    /** DELIVER_ENCAPSULATED_RESPONSE and CERTIFICATE, in its large form, before the portion. */
    private static final int FRONT_SIZE = 20;

    private static final int SMALL_SIZE = 0xFFFF;

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
        Certificate response = portion(asked, request, chain);
        if (asked.place().isAfterChallenge()) {
            connection.transcript().appendEncapsulated(asked.bytes(), response.encode());
        }
        return response;
    }

    private Certificate portion(Asked asked, GetCertificate request, Bytes chain) {
        Connection connection = requester.connection();
        if (request.isLarge() && !connection.context().requester().has(Capability.LARGE_RESP_CAP)) {
            throw Declined.unsupported(request.code());
        }
        if (request.wantedOffset() >= chain.size()) {
            throw Declined.of(
                    SpdmErrorCode.INVALID_REQUEST, "Offset %d of %d".formatted(request.wantedOffset(), chain.size()));
        }
        if (!request.isLarge()
                && chain.size() > SMALL_SIZE
                && connection.version().isAtLeast(SpdmVersion.V1_4)) {
            throw Declined.tooLarge(chain.size());
        }
        int offset = (int) request.wantedOffset();
        long room = requester.transferLimit(asked.place().channel()) - FRONT_SIZE;
        int end = offset + (int) Math.min(room, Math.min(request.wantedLength(), chain.size() - offset));
        int remainder = chain.size() - end;
        Bytes portion = chain.slice(offset, end);
        var header = SpdmHeader.of(connection.version(), request.header().param1(), model(request.slot()));
        return request.isLarge()
                ? new Certificate(header, 0, 0, remainder, portion)
                : new Certificate(header, portion.size(), Math.min(remainder, SMALL_SIZE), 0, portion);
    }

    private int model(int slot) {
        boolean isMultiKey = requester.connection().suite().isRequesterMultiKey();
        return isMultiKey ? requester.credentials().key(slot).orElseThrow().model() : 0;
    }
}
