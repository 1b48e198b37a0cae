package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A response whose code is not known here.
 *
 * @param header version and parameters
 * @param code the byte RequestResponseCode
 * @param body everything behind the header
 */
public record UnknownResponse(SpdmHeader header, int code, Bytes body) implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters
     * @param code the byte RequestResponseCode
     * @param body everything behind the header
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public UnknownResponse {
        if (code < 0x00 || code > 0x7E) {
            throw new IllegalArgumentException("code: %02xh".formatted(code));
        }
    }

    @Override
    public String name() {
        return SpdmCode.ofResponse(code).map(SpdmCode::responseName).orElseGet(() -> "response %02Xh".formatted(code));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("Body", body);
    }

    static UnknownResponse read(SpdmHeader.Prefix prefix, WireReader in) {
        return new UnknownResponse(prefix.header(), prefix.code(), in.rest("Body"));
    }
}
