package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * PSK_FINISH: ends the handshake of a session that PSK_EXCHANGE started.
 *
 * @param header version and parameters; both are reserved
 * @param opaqueData opaque data from 1.4 on, usually none
 * @param requesterVerifyData the MAC of the handshake
 */
public record PskFinish(SpdmHeader header, Bytes opaqueData, Bytes requesterVerifyData) implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; both are reserved
     * @param opaqueData opaque data from 1.4 on, usually none
     * @param requesterVerifyData the MAC of the handshake
     */
    public PskFinish {
        if (!header.isAtLeast(SpdmVersion.V1_4)) {
            FieldSizes.require("opaqueData", opaqueData, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.PSK_FINISH.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.PSK_FINISH.requestName();
    }

    /**
     * Returns the message as the MAC covers it.
     *
     * @return all bytes before RequesterVerifyData
     */
    public Bytes encodeWithoutVerifyData() {
        Bytes all = encode();
        return all.slice(0, all.size() - requesterVerifyData.size());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (header.isAtLeast(SpdmVersion.V1_4)) {
            out.u16("OpaqueDataLength", opaqueData.size());
            out.bytes("OpaqueData", opaqueData);
        }
        out.bytes("RequesterVerifyData", requesterVerifyData);
    }

    static PskFinish read(SpdmHeader header, WireReader in, NegotiatedContext context) {
        Bytes opaqueData = in.bytes("OpaqueData", header.isAtLeast(SpdmVersion.V1_4) ? in.u16("OpaqueDataLength") : 0);
        return new PskFinish(
                header,
                opaqueData,
                in.bytes("RequesterVerifyData", context.suite().hashSize()));
    }
}
