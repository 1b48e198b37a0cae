package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.GetCertificate;

/** Answers GET_CERTIFICATE (section 2.4). */
final class GetCertificateHandler implements RequestHandler {
    private static final int FRONT_SIZE = 8;
    private static final int MAXIMUM_SIZE = 0xFFFF;

    private final Responder responder;

    GetCertificateHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.CERT_CAP);
        Decoded<GetCertificate> decoded = in.decode(GetCertificate.class);
        GetCertificate request = decoded.message();
        if (request.isLarge()) {
            throw in.unsupported("the large form needs LARGE_RESP_CAP");
        }
        Certificate response = request.isSlotSizeRequested() ? slotSize(in, request) : portion(in, request);
        Answer answer = Answer.of(response);
        return in.session().isPresent() ? answer : answer.before(() -> note(decoded.bytes(), response.encode()));
    }

    private Certificate slotSize(Incoming in, GetCertificate request) {
        if (request.slot() >= GetDigestsHandler.SLOTS) {
            throw in.invalid("slot %d".formatted(request.slot()));
        }
        return Certificate.of(responder.connection().version(), request.slot(), Bytes.EMPTY, MAXIMUM_SIZE);
    }

    private Certificate portion(Incoming in, GetCertificate request) {
        Hash hash = responder.connection().hash();
        Bytes chain = responder
                .credentials()
                .slot(request.slot())
                .map(held -> held.chain(hash).encode())
                .orElseThrow(() -> in.invalid("slot %d holds no chain".formatted(request.slot())));
        int offset = request.offset();
        if (offset >= chain.size()) {
            throw in.invalid("Offset %d is behind the end of %d".formatted(offset, chain.size()));
        }
        long room = Math.max(0, responder.requesterTransferSize() - FRONT_SIZE);
        int size = (int) Math.min(Math.min(request.length(), chain.size() - offset), room);
        int end = offset + size;
        int remainder = Math.min(chain.size() - end, MAXIMUM_SIZE);
        return Certificate.of(responder.connection().version(), request.slot(), chain.slice(offset, end), remainder);
    }

    private void note(Bytes request, Bytes response) {
        Connection connection = responder.connection();
        connection.transcript().appendCertificate(request, response);
        connection.reach(ConnectionState.AFTER_CERTIFICATE, "GET_CERTIFICATE");
    }
}
