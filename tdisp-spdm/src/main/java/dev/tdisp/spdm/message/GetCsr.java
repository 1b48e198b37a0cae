package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_CSR: asks for a certificate signing request (section 2.15).
 *
 * @param header version and parameters; from 1.3 on, Param1 is the key pair and Param2 holds model, tracking tag and overwriting
 * @param requesterInfo the field RequesterInfo: a CertificationRequestInfo in DER, or nothing
 * @param opaqueData opaque data, usually none
 */
public record GetCsr(SpdmHeader header, Bytes requesterInfo, Bytes opaqueData) implements SpdmRequest {
    private static final int MODEL_MASK = 0x07;
    private static final int TAG_SHIFT = 3;
    private static final int TAG_MASK = 0x07;
    private static final int OVERWRITE = 0x80;

    @Override
    public int code() {
        return SpdmCode.GET_CSR.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CSR.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param requesterInfo a CertificationRequestInfo in DER, or nothing
     * @return the message
     */
    public static GetCsr of(SpdmVersion version, Bytes requesterInfo) {
        return new GetCsr(SpdmHeader.of(version, 0, 0), requesterInfo, Bytes.EMPTY);
    }

    /**
     * Returns the key pair.
     *
     * @return the byte KeyPairID from 1.3 on; 0 before
     */
    public int keyPairId() {
        return header.isAtLeast(SpdmVersion.V1_3) ? header.param1() : 0;
    }

    /**
     * Returns what the certificate is to be.
     *
     * @return the bits CertModel from 1.3 on; 0 before
     */
    public int certificateModel() {
        return attributes() & MODEL_MASK;
    }

    /**
     * Returns which former request this one goes on with.
     *
     * @return the bits CSRTrackingTag from 1.3 on; 0 before
     */
    public int trackingTag() {
        return attributes() >> TAG_SHIFT & TAG_MASK;
    }

    /**
     * Tells whether a former request is to be dropped.
     *
     * @return true if the bit Overwrite is set, from 1.3 on
     */
    public boolean isOverwrite() {
        return (attributes() & OVERWRITE) != 0;
    }

    private int attributes() {
        return header.isAtLeast(SpdmVersion.V1_3) ? header.param2() : 0;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("RequesterInfoLength", requesterInfo.size());
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("RequesterInfo", requesterInfo);
        out.bytes("OpaqueData", opaqueData);
    }

    static GetCsr read(SpdmHeader header, WireReader in) {
        int requesterInfoLength = in.u16("RequesterInfoLength");
        int opaqueDataLength = in.u16("OpaqueDataLength");
        Bytes requesterInfo = in.bytes("RequesterInfo", requesterInfoLength);
        return new GetCsr(header, requesterInfo, in.bytes("OpaqueData", opaqueDataLength));
    }
}
