package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * SLOT_MANAGEMENT: asks about a bank of slots, or changes it (section 2.21). Experimental: the sizes of its fields are inferred.
 *
 * <p>The structure reaches to the end of what was received, as in {@link EncapsulatedRequest}.
 *
 * @param header version; Param1 is the SubCode, Param2 is reserved
 * @param structOffset where the structure starts, from the message's first byte; 0 if the SubCode has none
 * @param reserved reserved
 * @param rest what follows
 */
public record SlotManagement(SpdmHeader header, int structOffset, int reserved, Bytes rest)
        implements SpdmRequest, SlotManagementMessage {
    @Override
    public int code() {
        return SpdmCode.SLOT_MANAGEMENT.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.SLOT_MANAGEMENT.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param subCode what it is about
     * @param struct the structure; no bytes for none
     * @return the message
     */
    public static SlotManagement of(SpdmVersion version, int subCode, Bytes struct) {
        return new SlotManagement(SpdmHeader.of(version, subCode, 0), struct.isEmpty() ? 0 : FRONT_SIZE, 0, struct);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("MgmtStructOffset", structOffset);
        out.u16("Reserved", reserved);
        out.bytes("SlotMgmtReqStruct", rest);
    }

    static SlotManagement read(SpdmHeader header, WireReader in) {
        int structOffset = in.u16("MgmtStructOffset");
        int reserved = in.u16("Reserved");
        return new SlotManagement(header, structOffset, reserved, in.rest("SlotMgmtReqStruct"));
    }
}
