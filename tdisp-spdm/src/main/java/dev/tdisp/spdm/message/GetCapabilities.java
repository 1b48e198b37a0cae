package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_CAPABILITIES: says what the requester can do and asks the same.
 *
 * @param header version and parameters; from 1.3 on, bit 0 of Param1 asks for the supported algorithms
 * @param reserved the byte Reserved
 * @param ctExponent the time for cryptography is 2^CTExponent microseconds
 * @param flags Flags and ExtFlags as they are on the wire
 * @param dataTransferSize the largest message that can be received at once; 0 before 1.2
 * @param maxSpdmMessageSize the largest message that can be received in chunks; 0 before 1.2
 */
public record GetCapabilities(
        SpdmHeader header,
        int reserved,
        int ctExponent,
        CapabilityFlags flags,
        long dataTransferSize,
        long maxSpdmMessageSize)
        implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.GET_CAPABILITIES.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CAPABILITIES.requestName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (!header.isAtLeast(SpdmVersion.V1_1)) {
            return;
        }
        out.u8("Reserved", reserved);
        out.u8("CTExponent", ctExponent);
        out.u16("ExtFlags", flags.extFlags());
        out.u32("Flags", flags.flags());
        out.meaning(flags);
        if (header.isAtLeast(SpdmVersion.V1_2)) {
            out.u32("DataTransferSize", dataTransferSize);
            out.u32("MaxSPDMmsgSize", maxSpdmMessageSize);
        }
    }

    /**
     * Tells whether the supported algorithms are asked for.
     *
     * @return true if bit 0 of Param1 is set, from version 1.3 on
     */
    public boolean isAskingForAlgorithms() {
        return header.isAtLeast(SpdmVersion.V1_3) && header.hasParam1(1);
    }

    static GetCapabilities read(SpdmHeader header, WireReader in) {
        if (!header.isAtLeast(SpdmVersion.V1_1)) {
            return new GetCapabilities(header, 0, 0, CapabilityFlags.NONE, 0, 0);
        }
        int reserved = in.u8("Reserved");
        int ctExponent = in.u8("CTExponent");
        int extFlags = in.u16("ExtFlags");
        var flags = CapabilityFlags.ofFields(in.u32("Flags"), extFlags);
        boolean hasSizes = header.isAtLeast(SpdmVersion.V1_2);
        long dataTransferSize = hasSizes ? in.u32("DataTransferSize") : 0;
        long maxSpdmMessageSize = hasSizes ? in.u32("MaxSPDMmsgSize") : 0;
        return new GetCapabilities(header, reserved, ctExponent, flags, dataTransferSize, maxSpdmMessageSize);
    }
}
