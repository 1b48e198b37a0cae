package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.Finish;
import dev.tdisp.spdm.message.GetVersion;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.PskFinish;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.message.UnknownRequest;
import dev.tdisp.spdm.message.UnknownResponse;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.session.SecuredMessage;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;

/** Decodes the messages of one connection, in the clear and in its sessions. */
final class ConnectionDecoder {
    private static final String SPDM = "SPDM";
    private static final String RECORD = "record";
    private static final int MOST_PADDING = 3;
    private static final int MCTP_SPDM = 0x05;

    private final TransportBinding binding;
    private final ResponseDecoder responses;
    private Optional<Exchange> pending = Optional.empty();

    ConnectionDecoder(TransportBinding binding, CaptureSecrets secrets) {
        this.binding = binding;
        this.responses = new ResponseDecoder(binding, secrets);
    }

    /** Decodes a message in the clear. */
    void clear(MessageEntry entry, Bytes payload) {
        message(entry, payload, Optional.empty());
    }

    /** Opens a record and decodes the message in it. */
    void secured(MessageEntry entry, Bytes payload) {
        entry.name(SPDM, RECORD, "%d bytes, not opened".formatted(payload.size()));
        Optional<Bytes> data = Optional.empty();
        Optional<CapturedSession> session = Optional.empty();
        try {
            SecuredMessage secured = SecuredMessage.decode(binding, payload);
            entry.session(secured.sessionId());
            session = responses.handshakes().session(secured.sessionId());
            Bytes recorded = secured.encode();
            requirePadding(entry, payload.from(recorded.size()));
            Optional<CapturedSession.Opened> opened = session.flatMap(open -> open.open(entry.sender(), recorded));
            opened.flatMap(CapturedSession.Opened::resealed)
                    .ifPresent(anew -> entry.requireSame(RECORD, recorded, anew));
            data = opened.map(CapturedSession.Opened::applicationData);
        } finally {
            entry.verify(RECORD, data.isPresent());
        }
        if (data.isPresent()) {
            applicationData(entry, data.get(), session);
        } else {
            entry.problem("the record was not opened");
        }
    }

    /** Decodes what was in a record: over MCTP that may be a message of another protocol. */
    private void applicationData(MessageEntry entry, Bytes data, Optional<CapturedSession> session) {
        boolean isOther = binding == TransportBinding.MCTP && !data.isEmpty() && data.at(0) != MCTP_SPDM;
        if (isOther) {
            entry.name("MCTP", "type %02Xh".formatted(data.at(0)), "%d bytes".formatted(data.size() - 1));
            entry.content(Bytes.EMPTY, FieldMap.NONE);
        } else {
            message(entry, binding.fromApplicationData(data), session);
        }
    }

    private void message(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        entry.name(SPDM, "?", "%d bytes".formatted(message.size()));
        entry.content(Bytes.EMPTY, FieldMap.NONE);
        if (entry.isRequest()) {
            request(entry, message, session);
        } else {
            response(entry, message, session);
        }
    }

    private void request(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        pending = Optional.empty();
        NegotiatedContext context = responses.context();
        Decoded<SpdmRequest> decoded = SpdmCodec.request(message, context);
        SpdmRequest request = decoded.message();
        describe(entry, decoded);
        if (request instanceof GetVersion) {
            responses.restart();
        }
        responses.received(request, session);
        pending = Optional.of(new Exchange(request, decoded.bytes(), session));
        if (request instanceof Finish finish) {
            responses.handshakes().finish(entry, finish, session);
        } else if (request instanceof PskFinish finish && session.isPresent()) {
            responses.handshakes().pskFinish(entry, finish, session.get());
        } else if (request instanceof KeyUpdate update && session.isPresent()) {
            update.operation().ifPresent(session.get()::update);
        } else if (request instanceof VendorDefinedRequest vendor) {
            VendorDecoder.decode(entry, request.name(), vendor.body(), decoded.bytes(), request.fields());
        } else if (request instanceof UnknownRequest) {
            entry.problem("requests of this code are not understood");
        }
    }

    private void response(MessageEntry entry, Bytes message, Optional<CapturedSession> session) {
        if (pending.isEmpty()) {
            throw new MalformedMessageException("RequestResponseCode", 0, "nothing was asked");
        }
        Exchange exchange = pending.get();
        pending = Optional.empty();
        Decoded<SpdmResponse> decoded = SpdmCodec.response(message, exchange.request(), responses.context());
        SpdmResponse response = decoded.message();
        describe(entry, decoded);
        if (!exchange.session().equals(session)) {
            entry.problem("the request was in another session");
        }
        if (response instanceof VendorDefinedResponse vendor) {
            VendorDecoder.decode(entry, response.name(), vendor.body(), decoded.bytes(), response.fields());
        } else if (response instanceof UnknownResponse) {
            entry.problem("responses of this code are not understood");
        } else {
            responses.decode(entry, exchange, response, decoded.bytes());
        }
    }

    private static void describe(MessageEntry entry, Decoded<?> decoded) {
        SpdmMessage message = decoded.message();
        entry.name(SPDM, message.name(), MessageDetail.of(message));
        entry.content(decoded.bytes(), message.fields());
        entry.requireSame(message.name(), decoded.bytes(), message.encode());
        requirePadding(entry, decoded.trailing());
    }

    private static void requirePadding(MessageEntry entry, Bytes trailing) {
        if (trailing.size() > MOST_PADDING || !trailing.equals(Bytes.filled(0, trailing.size()))) {
            entry.problem("%d bytes behind the end".formatted(trailing.size()));
        }
    }

    /**
     * A request that waits for its response.
     *
     * @param request the request
     * @param bytes its bytes
     * @param session the session in which it came
     */
    record Exchange(SpdmRequest request, Bytes bytes, Optional<CapturedSession> session) {}
}
