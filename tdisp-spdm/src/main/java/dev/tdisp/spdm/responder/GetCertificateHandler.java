package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;

/** Answers GET_CERTIFICATE (section 2.4). */
final class GetCertificateHandler implements RequestHandler {
    private static final int FRONT_SIZE = 8;
    private static final int LARGE_FRONT_SIZE = 16;
    private static final int SMALL_SIZE = 0xFFFF;

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
        if (request.isLarge() && !responder.profile().capabilities().has(Capability.LARGE_RESP_CAP)) {
            throw in.unsupported("the large form needs LARGE_RESP_CAP");
        }
        if (responder.provisioning().isPending(request.slot())) {
            throw Refusal.of(SpdmErrorCode.RESET_REQUIRED, "slot %d waits for a reset".formatted(request.slot()));
        }
        Certificate response = request.isSlotSizeRequested() ? slotSize(in, request) : portion(in, request);
        Answer answer = Answer.of(response);
        return in.session().isPresent() ? answer : answer.before(() -> note(decoded.bytes(), response.encode()));
    }

    private Certificate slotSize(Incoming in, GetCertificate request) {
        if (request.slot() >= GetDigestsHandler.SLOTS) {
            throw in.invalid("slot %d".formatted(request.slot()));
        }
        return certificate(request, new Portion(Bytes.EMPTY, SMALL_SIZE));
    }

    private Certificate portion(Incoming in, GetCertificate request) {
        Hash hash = responder.connection().hash();
        Bytes chain = responder
                .credentials()
                .slot(request.slot())
                .map(held -> held.chain(hash).encode())
                .orElseThrow(() -> in.invalid("slot %d holds no chain".formatted(request.slot())));
        if (in.isAtLeast(SpdmVersion.V1_4) && !request.isLarge() && chain.size() > SMALL_SIZE) {
            throw tooLarge(chain.size());
        }
        int frontSize = request.isLarge() ? LARGE_FRONT_SIZE : FRONT_SIZE;
        long room = responder.responseLimit(in.session().orElse(null)) - frontSize;
        return Portion.of(chain, request.wantedOffset(), request.wantedLength(), room)
                .map(portion -> certificate(request, portion))
                .orElseThrow(() -> in.invalid(
                        "Offset %d is behind the end of %d".formatted(request.wantedOffset(), chain.size())));
    }

    private Certificate certificate(GetCertificate request, Portion portion) {
        SpdmHeader header = responder.header(request.header().param1(), model(request.slot()));
        Bytes bytes = portion.bytes();
        return request.isLarge()
                ? new Certificate(header, 0, 0, portion.remainder(), bytes)
                : new Certificate(header, bytes.size(), (int) Math.min(portion.remainder(), SMALL_SIZE), 0, bytes);
    }

    private int model(int slot) {
        boolean isMultiKey = responder.connection().suite().isResponderMultiKey();
        return isMultiKey
                ? responder.credentials().key(slot).map(KeySlotInfo::model).orElse(0)
                : 0;
    }

    private static Refusal tooLarge(int size) {
        var out = WireWriter.create();
        out.u32("DataSize", size);
        return new Refusal(
                SpdmErrorCode.DATA_TOO_LARGE, 0, out.toBytes(), "%d bytes need the large form".formatted(size));
    }

    private void note(Bytes request, Bytes response) {
        Connection connection = responder.connection();
        connection.transcript().appendCertificate(request, response);
        connection.reach(ConnectionState.AFTER_CERTIFICATE, "GET_CERTIFICATE");
    }
}
