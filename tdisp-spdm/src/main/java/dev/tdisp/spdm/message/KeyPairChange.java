package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * What a key pair is to become (section 2.17); a value of 0 keeps what is.
 *
 * @param reserved a reserved byte
 * @param keyUsage the wanted usages, as in {@link KeySlotInfo}
 * @param asymAlgo the wanted algorithm
 * @param assocCertSlotMask the slots that are to use it
 * @param pqcAsymAlgo the wanted post-quantum algorithm, usually 4 bytes; empty before 1.4
 */
public record KeyPairChange(int reserved, int keyUsage, long asymAlgo, int assocCertSlotMask, Bytes pqcAsymAlgo) {
    static final int LEAST_SIZE = 8;

    void write(WireWriter out, SpdmHeader header) {
        out.u8("Reserved", reserved);
        out.u16("DesiredKeyUsage", keyUsage);
        out.u32("DesiredAsymAlgo", asymAlgo);
        out.u8("DesiredAssocCertSlotMask", assocCertSlotMask);
        if (header.isAtLeast(SpdmVersion.V1_4)) {
            out.u8("DesiredPqcAsymAlgoLen", pqcAsymAlgo.size());
            out.bytes("DesiredPqcAsymAlgo", pqcAsymAlgo);
        }
    }

    static KeyPairChange read(WireReader in, SpdmHeader header) {
        int reserved = in.u8("Reserved");
        int keyUsage = in.u16("DesiredKeyUsage");
        long asymAlgo = in.u32("DesiredAsymAlgo");
        int assocCertSlotMask = in.u8("DesiredAssocCertSlotMask");
        boolean isPqc = header.isAtLeast(SpdmVersion.V1_4);
        Bytes pqcAsymAlgo = isPqc ? in.bytes("DesiredPqcAsymAlgo", in.u8("DesiredPqcAsymAlgoLen")) : Bytes.EMPTY;
        return new KeyPairChange(reserved, keyUsage, asymAlgo, assocCertSlotMask, pqcAsymAlgo);
    }
}
