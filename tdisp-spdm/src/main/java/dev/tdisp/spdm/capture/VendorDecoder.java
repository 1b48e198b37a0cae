package dev.tdisp.spdm.capture;

import dev.tdisp.core.idekm.IdeKmMessage;
import dev.tdisp.core.idekm.UnknownIdeKmMessage;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.UnknownResponse;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decodes what VENDOR_DEFINED messages carry, and blanks the secrets in what is shown of them. */
final class VendorDecoder {
    private static final String PAYLOAD = "Payload";
    private static final String SECRET = "(secret)";
    private static final int PROTOCOL_SIZE = 1;

    private VendorDecoder() {}

    /** Names the innermost message of an entry whose content is the SPDM message around a body. */
    static void decode(MessageEntry entry, String carrier, VendorDefinedBody body, Bytes message, FieldMap fields) {
        Optional<Bytes> ideKm = VendorProtocol.IDE_KM.unwrap(body);
        Optional<Bytes> tdisp = VendorProtocol.TDISP.unwrap(body);
        other(entry, carrier, body, message, fields);
        if (ideKm.isPresent()) {
            ideKm(entry, ideKm.get(), message, fields);
        } else if (tdisp.isPresent()) {
            tdisp(entry, tdisp.get(), message, fields);
        }
    }

    private static void ideKm(MessageEntry entry, Bytes inner, Bytes message, FieldMap fields) {
        IdeKmMessage decoded = IdeKmMessage.decode(inner);
        var out = WireWriter.recording();
        decoded.write(out);
        entry.requireSame("IDE_KM message", inner, out.toBytes());
        if (decoded instanceof UnknownIdeKmMessage) {
            entry.problem("unknown IDE_KM object");
        }
        entry.name("IDE_KM", decoded.name(), values(out.fields()));
        show(entry, message, fields, blanked(inner, out.fields()), out.fields());
    }

    private static void tdisp(MessageEntry entry, Bytes inner, Bytes message, FieldMap fields) {
        TdispMessage decoded = entry.isRequest() ? TdispRequest.decode(inner) : TdispResponse.decode(inner);
        entry.requireSame("TDISP message", inner, decoded.toBytes());
        if (decoded instanceof UnknownRequest || decoded instanceof UnknownResponse) {
            entry.problem("unknown TDISP message");
        }
        var out = WireWriter.recording();
        decoded.blanked().encode(out);
        String detail = (decoded.header().interfaceId() + " " + decoded.detail()).stripTrailing();
        entry.name("TDISP", decoded.name(), detail);
        show(entry, message, fields, out.toBytes(), out.fields());
    }

    /** What is shown of other protocols, and of messages that cannot be decoded: they may hold keys or nonces. */
    private static void other(
            MessageEntry entry, String carrier, VendorDefinedBody body, Bytes message, FieldMap fields) {
        String vendor = littleEndian(body.vendorId());
        String detail = "standard %d vendor %s, %d bytes"
                .formatted(body.standardId(), vendor, body.payload().size());
        entry.name("VENDOR", carrier, detail);
        Bytes blank = Bytes.filled(0, Math.max(0, body.payload().size() - PROTOCOL_SIZE));
        show(entry, message, fields, blank, FieldMap.NONE);
    }

    /** Shows the SPDM message with the fields of the inner one in place of its payload. */
    private static void show(MessageEntry entry, Bytes message, FieldMap fields, Bytes inner, FieldMap innerFields) {
        int start = message.size() - inner.size();
        List<Field> shown = new ArrayList<>();
        for (Field field : fields.fields()) {
            if (!field.name().equals(PAYLOAD)) {
                shown.add(field);
            } else if (field.length() > 0) {
                int protocol = message.at(field.offset());
                shown.add(new Field("ProtocolID", field.offset(), PROTOCOL_SIZE, "%02xh".formatted(protocol)));
            }
        }
        if (innerFields.fields().isEmpty() && !inner.isEmpty()) {
            shown.add(new Field(PAYLOAD, start, inner.size(), "(not shown)"));
        }
        shown.addAll(innerFields.movedBy(start).fields());
        entry.content(message.slice(0, start).plus(inner), new FieldMap(shown));
    }

    private static Bytes blanked(Bytes inner, FieldMap fields) {
        Bytes blanked = inner;
        for (Field field : fields.fields()) {
            if (field.value().equals(SECRET)) {
                int end = field.offset() + field.length();
                Bytes zeros = Bytes.filled(0, field.length());
                blanked = Bytes.concat(blanked.slice(0, field.offset()), zeros, blanked.from(end));
            }
        }
        return blanked;
    }

    private static String values(FieldMap fields) {
        return fields.fields().stream()
                .filter(field -> field.length() <= 1 && !field.name().equals("ObjectID"))
                .filter(field -> !field.name().startsWith("Reserved"))
                .map(field -> field.name() + " " + field.value())
                .collect(Collectors.joining(", "));
    }

    private static String littleEndian(Bytes vendorId) {
        var text = new StringBuilder();
        for (int i = vendorId.size() - 1; i >= 0; i--) {
            text.append("%02X".formatted(vendorId.at(i)));
        }
        return text.append('h').toString();
    }
}
