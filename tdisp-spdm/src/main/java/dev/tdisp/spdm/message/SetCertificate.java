package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * SET_CERTIFICATE: installs a certificate chain in a slot, or erases it (section 2.15).
 *
 * @param header version and parameters; Param1 holds the slot in bits 3:0 and, from 1.3 on, model and erasing, Param2 the key pair from 1.3 on
 * @param chain the chain in the form of section 2.5, which begins with its length; no bytes to erase
 */
public record SetCertificate(SpdmHeader header, Bytes chain) implements SpdmRequest {
    private static final int ERASE = 0x80;
    private static final int MODEL_SHIFT = 4;
    private static final int MODEL_MASK = 0x07;
    private static final int LENGTH_SIZE = 4;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 holds the slot in bits 3:0 and, from 1.3 on, model and erasing, Param2 the key pair from 1.3 on
     * @param chain the chain in the form of section 2.5, which begins with its length; no bytes to erase
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public SetCertificate {
        if (isErase(header)) {
            FieldSizes.require("chain", chain, 0);
        } else if (length(header, chain) != chain.size()) {
            throw new IllegalArgumentException(
                    "chain: its length is %d, not %d".formatted(length(header, chain), chain.size()));
        }
    }

    @Override
    public int code() {
        return SpdmCode.SET_CERTIFICATE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.SET_CERTIFICATE.requestName();
    }

    /**
     * Creates the message that installs a chain.
     *
     * @param version the negotiated version
     * @param slot 0 to 7
     * @param chain the chain in the form of section 2.5
     * @return the message
     */
    public static SetCertificate of(SpdmVersion version, int slot, Bytes chain) {
        return new SetCertificate(SpdmHeader.of(version, slot, 0), chain);
    }

    /**
     * Creates the message that erases a chain.
     *
     * @param version the negotiated version, at least 1.3
     * @param slot 0 to 7
     * @return the message
     */
    public static SetCertificate erase(SpdmVersion version, int slot) {
        return new SetCertificate(SpdmHeader.of(version, slot | ERASE, 0), Bytes.EMPTY);
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
     * Returns what the leaf is.
     *
     * @return the bits SetCertModel from 1.3 on; 0 before
     */
    public int certificateModel() {
        return header.isAtLeast(SpdmVersion.V1_3) ? header.param1() >> MODEL_SHIFT & MODEL_MASK : 0;
    }

    /**
     * Returns the key pair.
     *
     * @return the byte KeyPairID from 1.3 on; 0 before
     */
    public int keyPairId() {
        return header.isAtLeast(SpdmVersion.V1_3) ? header.param2() : 0;
    }

    /**
     * Tells whether the chain is to be erased.
     *
     * @return true if bit 7 of Param1 is set, from 1.3 on
     */
    public boolean isErase() {
        return isErase(header);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("CertChain", chain);
    }

    static SetCertificate read(SpdmHeader header, WireReader in) {
        if (isErase(header)) {
            return new SetCertificate(header, Bytes.EMPTY);
        }
        Bytes length = in.bytes("Length", LENGTH_SIZE);
        long size = length(header, length);
        if (size < LENGTH_SIZE) {
            throw in.malformed("Length", LENGTH_SIZE, "%d bytes are no chain".formatted(size));
        }
        return new SetCertificate(header, length.plus(in.bytes("CertChain", size - LENGTH_SIZE)));
    }

    private static boolean isErase(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_3) && header.hasParam1(ERASE);
    }

    /** Returns the length that a chain begins with, of 2 bytes before 1.4; -1 if it is too short for one. */
    private static long length(SpdmHeader header, Bytes chain) {
        var in = WireReader.of(chain);
        if (in.remaining() < LENGTH_SIZE) {
            return -1;
        }
        return header.isAtLeast(SpdmVersion.V1_4) ? in.u32("Length") : in.u16("Length");
    }
}
