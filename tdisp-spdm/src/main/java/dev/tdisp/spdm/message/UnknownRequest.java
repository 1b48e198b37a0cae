package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A request whose code is not known here.
 *
 * @param header version and parameters
 * @param code the byte RequestResponseCode
 * @param body everything behind the header
 */
public record UnknownRequest(SpdmHeader header, int code, Bytes body) implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters
     * @param code the byte RequestResponseCode
     * @param body everything behind the header
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public UnknownRequest {
        if (code < 0x80 || code > 0xFF) {
            throw new IllegalArgumentException("code: %02xh".formatted(code));
        }
    }

    @Override
    public String name() {
        return SpdmCode.ofRequest(code).map(SpdmCode::requestName).orElseGet(() -> "request %02Xh".formatted(code));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("Body", body);
    }

    static UnknownRequest read(SpdmHeader.Prefix prefix, WireReader in) {
        return new UnknownRequest(prefix.header(), prefix.code(), in.rest("Body"));
    }
}
