package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_CERTIFICATE: asks for a part of a certificate chain.
 *
 * @param header version and parameters; the slot in bits 3:0 of Param1, the large form (1.4) in bit 7
 * @param offset the field Offset; 0 in the large form
 * @param length the field Length; 0 in the large form
 * @param largeOffset the field LargeOffset; 0 in the small form
 * @param largeLength the field LargeLength; 0 in the small form
 */
public record GetCertificate(SpdmHeader header, int offset, int length, long largeOffset, long largeLength)
        implements SpdmRequest {
    static final int LARGE = 0x80;
    private static final int SLOT_MASK = 0x0F;

    @Override
    public int code() {
        return SpdmCode.GET_CERTIFICATE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CERTIFICATE.requestName();
    }

    /**
     * Creates the message in its small form.
     *
     * @param version the negotiated version
     * @param slot 0 to 7
     * @param offset where the wanted part starts
     * @param length how much is wanted at most
     * @return the message
     */
    public static GetCertificate of(SpdmVersion version, int slot, int offset, int length) {
        return new GetCertificate(SpdmHeader.of(version, slot, 0), offset, length, 0, 0);
    }

    /**
     * Creates the message in its large form.
     *
     * @param version the negotiated version, at least 1.4
     * @param slot 0 to 7
     * @param offset where the wanted part starts
     * @param length how much is wanted at most
     * @return the message
     */
    public static GetCertificate large(SpdmVersion version, int slot, long offset, long length) {
        return new GetCertificate(SpdmHeader.of(version, slot | LARGE, 0), 0, 0, offset, length);
    }

    /**
     * Returns the slot.
     *
     * @return 0 to 15
     */
    public int slot() {
        return header.param1() & SLOT_MASK;
    }

    /**
     * Tells whether only the size of the slot is asked for.
     *
     * @return true if bit 0 of Param2 is set, from version 1.3 on
     */
    public boolean isSlotSizeRequested() {
        return header.isAtLeast(SpdmVersion.V1_3) && (header.param2() & 1) != 0;
    }

    /**
     * Tells whether this is the large form.
     *
     * @return true if bit 7 of Param1 is set, from version 1.4 on
     */
    public boolean isLarge() {
        return isLarge(header);
    }

    /**
     * Returns where the wanted part starts.
     *
     * @return the offset of the form that is used
     */
    public long wantedOffset() {
        return isLarge() ? largeOffset : offset;
    }

    /**
     * Returns how much is wanted at most.
     *
     * @return the length of the form that is used
     */
    public long wantedLength() {
        return isLarge() ? largeLength : length;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("Offset", offset);
        out.u16("Length", length);
        if (isLarge()) {
            out.u32("LargeOffset", largeOffset);
            out.u32("LargeLength", largeLength);
        }
    }

    static GetCertificate read(SpdmHeader header, WireReader in) {
        int offset = in.u16("Offset");
        int length = in.u16("Length");
        if (!isLarge(header)) {
            return new GetCertificate(header, offset, length, 0, 0);
        }
        long largeOffset = in.u32("LargeOffset");
        return new GetCertificate(header, offset, length, largeOffset, in.u32("LargeLength"));
    }

    static boolean isLarge(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_4) && header.hasParam1(LARGE);
    }
}
