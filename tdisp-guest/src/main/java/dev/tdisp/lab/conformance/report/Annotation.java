package dev.tdisp.lab.conformance.report;

import dev.tdisp.core.idekm.IdeKmMessage;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.lab.conformance.VendorMessage;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/**
 * A message of an exchange as people read it: its name, and its bytes with the field beside them; nonces and keys are blank.
 *
 * @param name the name of the innermost message
 * @param hex its bytes, a line ended by a line feed each
 */
record Annotation(String name, String hex) {
    private static final int CODE = 1;
    private static final int ERROR = 0x7F;
    private static final int PARAM1 = 2;
    private static final int BYTES_A_LINE = 16;
    private static final int TDISP_HEADER = 16;
    private static final int IDE_KM_HEAD = 7;
    private static final int ENVELOPE = 12;
    private static final String SECRET = "(secret)";

    static Annotation of(Bytes message, boolean isRequest) {
        Optional<VendorMessage> vendor = VendorMessage.read(message);
        Optional<Bytes> tdisp = vendor.flatMap(inner -> inner.of(VendorProtocol.TDISP));
        Optional<Bytes> ideKm = vendor.flatMap(inner -> inner.of(VendorProtocol.IDE_KM));
        if (tdisp.isPresent()) {
            return tdisp(tdisp.get(), isRequest);
        }
        if (ideKm.isPresent()) {
            return ideKm(ideKm.get());
        }
        boolean mayHoldSecrets = vendor.isPresent() || nameOf(message).startsWith("VENDOR_DEFINED");
        return new Annotation("SPDM " + nameOf(message), plain(mayHoldSecrets ? blanked(message, ENVELOPE) : message));
    }

    private static Annotation tdisp(Bytes message, boolean isRequest) {
        try {
            TdispMessage decoded = isRequest ? TdispRequest.decode(message) : TdispResponse.decode(message);
            var out = WireWriter.recording();
            decoded.blanked().encode(out);
            return new Annotation("TDISP " + decoded.name(), AnnotatedHex.render(out.toBytes(), out.fields()));
        } catch (MalformedMessageException e) {
            return new Annotation("TDISP, malformed: " + e.getMessage(), plain(blanked(message, TDISP_HEADER)));
        }
    }

    private static Annotation ideKm(Bytes message) {
        try {
            IdeKmMessage decoded = IdeKmMessage.decode(message);
            var out = WireWriter.recording();
            decoded.write(out);
            Bytes shown = out.toBytes();
            for (Field field : out.fields().fields()) {
                if (field.value().equals(SECRET)) {
                    for (int i = 0; i < field.length(); i++) {
                        shown = shown.with(field.offset() + i, 0);
                    }
                }
            }
            return new Annotation("IDE_KM " + decoded.name(), AnnotatedHex.render(shown, out.fields()));
        } catch (MalformedMessageException e) {
            return new Annotation("IDE_KM, malformed: " + e.getMessage(), plain(blanked(message, IDE_KM_HEAD)));
        }
    }

    private static Bytes blanked(Bytes message, int shown) {
        int kept = Math.min(shown, message.size());
        return message.slice(0, kept).plus(Bytes.filled(0, message.size() - kept));
    }

    private static String nameOf(Bytes message) {
        if (message.size() <= CODE) {
            return "message, cut";
        }
        int code = message.at(CODE);
        if (code == ERROR && message.size() > PARAM1) {
            return "ERROR "
                    + SpdmErrorCode.of(message.at(PARAM1))
                            .map(Enum::name)
                            .orElse("%02Xh".formatted(message.at(PARAM1)));
        }
        return SpdmCode.ofRequest(code)
                .map(SpdmCode::name)
                .or(() -> SpdmCode.ofResponse(code).map(SpdmCode::responseName))
                .orElse("message %02Xh".formatted(code));
    }

    private static String plain(Bytes bytes) {
        var text = new StringBuilder();
        for (int start = 0; start < bytes.size(); start += BYTES_A_LINE) {
            Bytes part = bytes.slice(start, Math.min(bytes.size(), start + BYTES_A_LINE));
            text.append("%04x  %s%n".formatted(start, part));
        }
        return text.toString();
    }
}
