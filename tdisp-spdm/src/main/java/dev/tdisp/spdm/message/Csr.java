package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * CSR: a certificate signing request (section 2.15).
 *
 * @param header version and parameters; both are reserved
 * @param reserved 2 reserved bytes
 * @param csr the field CSRdata: a request of PKCS#10 in DER
 */
public record Csr(SpdmHeader header, int reserved, Bytes csr) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_CSR.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CSR.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param csr a request of PKCS#10 in DER
     * @return the message
     */
    public static Csr of(SpdmVersion version, Bytes csr) {
        return new Csr(SpdmHeader.of(version, 0, 0), 0, csr);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("CSRLength", csr.size());
        out.u16("Reserved", reserved);
        out.bytes("CSRdata", csr);
    }

    static Csr read(SpdmHeader header, WireReader in) {
        int length = in.u16("CSRLength");
        int reserved = in.u16("Reserved");
        return new Csr(header, reserved, in.bytes("CSRdata", length));
    }
}
