package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * What ERROR ResponseNotReady says: when to ask again, and for what (section 2.12).
 *
 * @param rdtExponent the response will be ready in 2^RDTExponent microseconds
 * @param requestCode the code of the deferred request
 * @param token what RESPOND_IF_READY must name
 * @param rdtm the response is dropped after RDTM times that time
 */
public record ResponseNotReady(int rdtExponent, int requestCode, int token, int rdtm) {
    /**
     * Encodes the values.
     *
     * @return the extended error data
     */
    public Bytes encode() {
        var out = WireWriter.create();
        write(out);
        return out.toBytes();
    }

    void write(WireWriter out) {
        out.u8("RDTExponent", rdtExponent);
        out.u8("RequestCode", requestCode);
        out.u8("Token", token);
        out.u8("RDTM", rdtm);
    }

    static ResponseNotReady decode(Bytes extendedData) {
        var in = WireReader.of(extendedData);
        int rdtExponent = in.u8("RDTExponent");
        int requestCode = in.u8("RequestCode");
        int token = in.u8("Token");
        return new ResponseNotReady(rdtExponent, requestCode, token, in.u8("RDTM"));
    }
}
