package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.spdm.session.SecuredMessage;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;

/** Takes the messages of one connection, in the clear and out of the records of its sessions. */
final class ConnectionDecoder {
    private static final String RECORD = "record";
    private static final int MCTP_SPDM = 0x05;

    private final TransportBinding binding;
    private final CapturedConnection connection;
    private final ExchangeDecoder exchanges;

    ConnectionDecoder(TransportBinding binding, CaptureSecrets secrets) {
        this.binding = binding;
        this.connection = new CapturedConnection(binding);
        this.exchanges = new ExchangeDecoder(connection, secrets);
    }

    /** Decodes a message in the clear. */
    void clear(MessageEntry entry, Bytes payload) {
        exchanges.message(entry, payload, Optional.empty());
    }

    /** Opens a record and decodes the message in it. */
    void secured(MessageEntry entry, Bytes payload) {
        entry.name("SPDM", RECORD, "%d bytes, not opened".formatted(payload.size()));
        Optional<Bytes> data = Optional.empty();
        Optional<CapturedSession> session = Optional.empty();
        try {
            SecuredMessage secured = SecuredMessage.decode(binding, payload);
            entry.session(secured.sessionId());
            session = connection.session(secured.sessionId());
            Bytes recorded = secured.encode();
            ExchangeDecoder.requirePadding(entry, payload.from(recorded.size()));
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
            exchanges.message(entry, binding.fromApplicationData(data), session);
        }
    }
}
