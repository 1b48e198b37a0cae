package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * FINISH: ends the handshake of a session that KEY_EXCHANGE started.
 *
 * @param header version and parameters; bit 0 of Param1 says that a signature is there, Param2 is the requester's slot
 * @param opaqueData opaque data from 1.4 on, usually none
 * @param signature the requester's signature, or empty without mutual authentication
 * @param requesterVerifyData the MAC of the handshake
 */
public record Finish(SpdmHeader header, Bytes opaqueData, Bytes signature, Bytes requesterVerifyData)
        implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; bit 0 of Param1 says that a signature is there, Param2 is the requester's slot
     * @param opaqueData opaque data from 1.4 on, usually none
     * @param signature the requester's signature, or empty without mutual authentication
     * @param requesterVerifyData the MAC of the handshake
     */
    public Finish {
        if (!header.isAtLeast(SpdmVersion.V1_4)) {
            FieldSizes.require("opaqueData", opaqueData, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.FINISH.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.FINISH.requestName();
    }

    /**
     * Tells whether the requester signs.
     *
     * @return true if bit 0 of Param1 is set
     */
    public boolean isSignatureIncluded() {
        return header.hasParam1(1);
    }

    /**
     * Returns the message as the signature covers it.
     *
     * @return all bytes before the signature
     */
    public Bytes encodeWithoutSignature() {
        Bytes all = encode();
        return all.slice(0, all.size() - requesterVerifyData.size() - signature.size());
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
        out.bytes("Signature", signature);
        out.bytes("RequesterVerifyData", requesterVerifyData);
    }

    static Finish read(SpdmHeader header, WireReader in, NegotiatedContext context) {
        Bytes opaqueData = in.bytes("OpaqueData", header.isAtLeast(SpdmVersion.V1_4) ? in.u16("OpaqueDataLength") : 0);
        Bytes signature =
                in.bytes("Signature", header.hasParam1(1) ? context.suite().requesterSignatureSize() : 0);
        Bytes verifyData = in.bytes("RequesterVerifyData", context.suite().hashSize());
        return new Finish(header, opaqueData, signature, verifyData);
    }
}
