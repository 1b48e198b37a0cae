package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * SET_CERTIFICATE_RSP: the chain is installed or erased (section 2.15).
 *
 * @param header version and parameters; Param1 holds the slot in bits 3:0, Param2 is reserved
 */
public record SetCertificateResponse(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.SET_CERTIFICATE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.SET_CERTIFICATE.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param slot 0 to 7
     * @return the message
     */
    public static SetCertificateResponse of(SpdmVersion version, int slot) {
        return new SetCertificateResponse(SpdmHeader.of(version, slot, 0));
    }

    /**
     * Returns the slot.
     *
     * @return 0 to 15
     */
    public int slot() {
        return header.param1() & 0x0F;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
