package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * PSK_FINISH_RSP: the responder agrees that the handshake is over.
 *
 * @param header version and parameters; both are reserved
 * @param opaqueData opaque data from 1.4 on, usually none
 */
public record PskFinishResponse(SpdmHeader header, Bytes opaqueData) implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; both are reserved
     * @param opaqueData opaque data from 1.4 on, usually none
     */
    public PskFinishResponse {
        if (!header.isAtLeast(SpdmVersion.V1_4)) {
            FieldSizes.require("opaqueData", opaqueData, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.PSK_FINISH.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.PSK_FINISH.responseName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (header.isAtLeast(SpdmVersion.V1_4)) {
            out.u16("OpaqueDataLength", opaqueData.size());
            out.bytes("OpaqueData", opaqueData);
        }
    }

    static PskFinishResponse read(SpdmHeader header, WireReader in) {
        return new PskFinishResponse(
                header, in.bytes("OpaqueData", header.isAtLeast(SpdmVersion.V1_4) ? in.u16("OpaqueDataLength") : 0));
    }
}
