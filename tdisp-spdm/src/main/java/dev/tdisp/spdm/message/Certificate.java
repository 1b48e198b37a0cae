package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * CERTIFICATE: a part of a certificate chain.
 *
 * @param header version and parameters; the slot in bits 3:0 of Param1, the large form (1.4) in bit 7
 * @param portionLength the field PortionLength; 0 in the large form
 * @param remainderLength the field RemainderLength; 0 in the large form
 * @param largeRemainderLength the field LargeRemainderLength; 0 in the small form
 * @param portion the part of the chain
 */
public record Certificate(
        SpdmHeader header, int portionLength, int remainderLength, long largeRemainderLength, Bytes portion)
        implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; the slot in bits 3:0 of Param1, the large form (1.4) in bit 7
     * @param portionLength the field PortionLength; 0 in the large form
     * @param remainderLength the field RemainderLength; 0 in the large form
     * @param largeRemainderLength the field LargeRemainderLength; 0 in the small form
     * @param portion the part of the chain
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Certificate {
        if (!GetCertificate.isLarge(header) && portionLength != portion.size()) {
            throw new IllegalArgumentException("portion: %d bytes are not %d".formatted(portion.size(), portionLength));
        }
    }

    @Override
    public int code() {
        return SpdmCode.GET_CERTIFICATE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CERTIFICATE.responseName();
    }

    /**
     * Creates the message in its small form.
     *
     * @param version the negotiated version
     * @param slot 0 to 7
     * @param portion the part of the chain
     * @param remainder how much of the chain follows behind it
     * @return the message
     */
    public static Certificate of(SpdmVersion version, int slot, Bytes portion, int remainder) {
        return new Certificate(SpdmHeader.of(version, slot, 0), portion.size(), remainder, 0, portion);
    }

    /**
     * Creates the message in its large form.
     *
     * @param version the negotiated version, at least 1.4
     * @param slot 0 to 7
     * @param portion the part of the chain
     * @param remainder how much of the chain follows behind it
     * @return the message
     */
    public static Certificate large(SpdmVersion version, int slot, Bytes portion, long remainder) {
        return new Certificate(SpdmHeader.of(version, slot | GetCertificate.LARGE, 0), 0, 0, remainder, portion);
    }

    /**
     * Tells whether this is the large form.
     *
     * @return true if bit 7 of Param1 is set, from version 1.4 on
     */
    public boolean isLarge() {
        return GetCertificate.isLarge(header);
    }

    /**
     * Returns of what model the chain is said to be in a multi-key connection.
     *
     * @return the field CertModel
     */
    public int certificateModel() {
        return header.param2() & 0x07;
    }

    /**
     * Returns the slot.
     *
     * @return 0 to 15
     */
    public int slot() {
        return header.param1() & 0x0F;
    }

    /**
     * Returns how much of the chain follows behind this part.
     *
     * @return the remainder of the form that is used
     */
    public long remainder() {
        return GetCertificate.isLarge(header) ? largeRemainderLength : remainderLength;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("PortionLength", portionLength);
        out.u16("RemainderLength", remainderLength);
        if (GetCertificate.isLarge(header)) {
            out.u32("LargePortionLength", portion.size());
            out.u32("LargeRemainderLength", largeRemainderLength);
        }
        out.bytes("CertChain", portion);
    }

    static Certificate read(SpdmHeader header, WireReader in) {
        int portionLength = in.u16("PortionLength");
        int remainderLength = in.u16("RemainderLength");
        if (!GetCertificate.isLarge(header)) {
            return new Certificate(header, portionLength, remainderLength, 0, in.bytes("CertChain", portionLength));
        }
        long largePortionLength = in.u32("LargePortionLength");
        long largeRemainderLength = in.u32("LargeRemainderLength");
        Bytes portion = in.bytes("CertChain", largePortionLength);
        return new Certificate(header, portionLength, remainderLength, largeRemainderLength, portion);
    }
}
