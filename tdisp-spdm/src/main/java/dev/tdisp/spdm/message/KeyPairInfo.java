package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * KEY_PAIR_INFO: says what a key pair can be used for (section 2.17).
 *
 * @param header version and parameters; both are reserved
 * @param totalKeyPairs how many key pairs there are
 * @param keyPairId which one this is
 * @param capabilities what can be done with it: 1 generate, 2 erase, 4 associate, 8 change its usage, 10h its algorithm, 20h share
 * @param keyUsageCapabilities the usages it can have, as in {@link KeySlotInfo}
 * @param currentKeyUsage the usages it has
 * @param asymAlgoCapabilities the algorithms it can be of
 * @param currentAsymAlgo the algorithm it is of
 * @param publicKeyInfo its AlgorithmIdentifier in DER, or nothing
 * @param assocCertSlotMask the slots that use it
 * @param pqcAsymAlgoCapabilities the post-quantum algorithms it can be of, usually 4 bytes; empty before 1.4
 * @param currentPqcAsymAlgo the post-quantum algorithm it is of; empty before 1.4
 */
public record KeyPairInfo(
        SpdmHeader header,
        int totalKeyPairs,
        int keyPairId,
        int capabilities,
        int keyUsageCapabilities,
        int currentKeyUsage,
        long asymAlgoCapabilities,
        long currentAsymAlgo,
        Bytes publicKeyInfo,
        int assocCertSlotMask,
        Bytes pqcAsymAlgoCapabilities,
        Bytes currentPqcAsymAlgo)
        implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_KEY_PAIR_INFO.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_KEY_PAIR_INFO.responseName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("TotalKeyPairs", totalKeyPairs);
        out.u8("KeyPairID", keyPairId);
        out.u16("Capabilities", capabilities);
        out.u16("KeyUsageCapabilities", keyUsageCapabilities);
        out.u16("CurrentKeyUsage", currentKeyUsage);
        out.u32("AsymAlgoCapabilities", asymAlgoCapabilities);
        out.u32("CurrentAsymAlgo", currentAsymAlgo);
        out.u16("PublicKeyInfoLen", publicKeyInfo.size());
        out.u8("AssocCertSlotMask", assocCertSlotMask);
        out.bytes("PublicKeyInfo", publicKeyInfo);
        if (header.isAtLeast(SpdmVersion.V1_4)) {
            out.u8("PqcAsymAlgoCapLen", pqcAsymAlgoCapabilities.size());
            out.bytes("PqcAsymAlgoCapabilities", pqcAsymAlgoCapabilities);
            out.u8("CurrentPqcAsymAlgoLen", currentPqcAsymAlgo.size());
            out.bytes("CurrentPqcAsymAlgo", currentPqcAsymAlgo);
        }
    }

    static KeyPairInfo read(SpdmHeader header, WireReader in) {
        int totalKeyPairs = in.u8("TotalKeyPairs");
        int keyPairId = in.u8("KeyPairID");
        int capabilities = in.u16("Capabilities");
        int keyUsageCapabilities = in.u16("KeyUsageCapabilities");
        int currentKeyUsage = in.u16("CurrentKeyUsage");
        long asymAlgoCapabilities = in.u32("AsymAlgoCapabilities");
        long currentAsymAlgo = in.u32("CurrentAsymAlgo");
        int publicKeyInfoLen = in.u16("PublicKeyInfoLen");
        int assocCertSlotMask = in.u8("AssocCertSlotMask");
        Bytes publicKeyInfo = in.bytes("PublicKeyInfo", publicKeyInfoLen);
        boolean isPqc = header.isAtLeast(SpdmVersion.V1_4);
        return new KeyPairInfo(
                header,
                totalKeyPairs,
                keyPairId,
                capabilities,
                keyUsageCapabilities,
                currentKeyUsage,
                asymAlgoCapabilities,
                currentAsymAlgo,
                publicKeyInfo,
                assocCertSlotMask,
                isPqc ? in.bytes("PqcAsymAlgoCapabilities", in.u8("PqcAsymAlgoCapLen")) : Bytes.EMPTY,
                isPqc ? in.bytes("CurrentPqcAsymAlgo", in.u8("CurrentPqcAsymAlgoLen")) : Bytes.EMPTY);
    }
}
