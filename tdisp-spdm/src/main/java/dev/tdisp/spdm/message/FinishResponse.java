package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * FINISH_RSP: the responder agrees that the handshake is over.
 *
 * @param header version and parameters; both are reserved
 * @param opaqueData opaque data from 1.4 on, usually none
 * @param responderVerifyData the MAC of a handshake in the clear; else empty
 */
public record FinishResponse(SpdmHeader header, Bytes opaqueData, Bytes responderVerifyData) implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; both are reserved
     * @param opaqueData opaque data from 1.4 on, usually none
     * @param responderVerifyData the MAC of a handshake in the clear; else empty
     */
    public FinishResponse {
        if (!header.isAtLeast(SpdmVersion.V1_4)) {
            FieldSizes.require("opaqueData", opaqueData, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.FINISH.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.FINISH.responseName();
    }

    /**
     * Returns the message as the MAC covers it.
     *
     * @return all bytes before ResponderVerifyData
     */
    public Bytes encodeWithoutVerifyData() {
        Bytes all = encode();
        return all.slice(0, all.size() - responderVerifyData.size());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (header.isAtLeast(SpdmVersion.V1_4)) {
            out.u16("OpaqueDataLength", opaqueData.size());
            out.bytes("OpaqueData", opaqueData);
        }
        out.bytes("ResponderVerifyData", responderVerifyData);
    }

    static FinishResponse read(SpdmHeader header, WireReader in, NegotiatedContext context) {
        Bytes opaqueData = in.bytes("OpaqueData", header.isAtLeast(SpdmVersion.V1_4) ? in.u16("OpaqueDataLength") : 0);
        int verifySize = context.isHandshakeInTheClear() ? context.suite().hashSize() : 0;
        return new FinishResponse(header, opaqueData, in.bytes("ResponderVerifyData", verifySize));
    }
}
