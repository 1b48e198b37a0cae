package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import org.jspecify.annotations.Nullable;

/**
 * CAPABILITIES: says what the responder can do.
 *
 * @param header version and parameters; from 1.3 on, bit 0 of Param1 says that the supported algorithms follow
 * @param reserved the byte Reserved
 * @param ctExponent the time for cryptography is 2^CTExponent microseconds
 * @param flags Flags and ExtFlags as they are on the wire
 * @param dataTransferSize the largest message that can be received at once; 0 before 1.2
 * @param maxSpdmMessageSize the largest message that can be received in chunks; 0 before 1.2
 * @param supportedAlgorithms the algorithms, there if bit 0 of Param1 says so
 */
public record Capabilities(
        SpdmHeader header,
        int reserved,
        int ctExponent,
        CapabilityFlags flags,
        long dataTransferSize,
        long maxSpdmMessageSize,
        @Nullable SupportedAlgorithms supportedAlgorithms)
        implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; from 1.3 on, bit 0 of Param1 says that the supported algorithms follow
     * @param reserved the byte Reserved
     * @param ctExponent the time for cryptography is 2^CTExponent microseconds
     * @param flags Flags and ExtFlags as they are on the wire
     * @param dataTransferSize the largest message that can be received at once; 0 before 1.2
     * @param maxSpdmMessageSize the largest message that can be received in chunks; 0 before 1.2
     * @param supportedAlgorithms the algorithms, there if bit 0 of Param1 says so
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Capabilities {
        if (hasAlgorithms(header) != (supportedAlgorithms != null)) {
            throw new IllegalArgumentException("supportedAlgorithms: does not match bit 0 of Param1");
        }
    }

    @Override
    public int code() {
        return SpdmCode.GET_CAPABILITIES.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_CAPABILITIES.responseName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("Reserved", reserved);
        out.u8("CTExponent", ctExponent);
        out.u16("ExtFlags", flags.extFlags());
        out.u32("Flags", flags.flags());
        out.meaning(flags);
        if (header.isAtLeast(SpdmVersion.V1_2)) {
            out.u32("DataTransferSize", dataTransferSize);
            out.u32("MaxSPDMmsgSize", maxSpdmMessageSize);
        }
        if (supportedAlgorithms != null) {
            supportedAlgorithms.write(out);
        }
    }

    static Capabilities read(SpdmHeader header, WireReader in) {
        int reserved = in.u8("Reserved");
        int ctExponent = in.u8("CTExponent");
        int extFlags = in.u16("ExtFlags");
        var flags = CapabilityFlags.ofFields(in.u32("Flags"), extFlags);
        boolean hasSizes = header.isAtLeast(SpdmVersion.V1_2);
        long dataTransferSize = hasSizes ? in.u32("DataTransferSize") : 0;
        long maxSpdmMessageSize = hasSizes ? in.u32("MaxSPDMmsgSize") : 0;
        boolean hasAlgorithms = hasAlgorithms(header);
        return new Capabilities(
                header,
                reserved,
                ctExponent,
                flags,
                dataTransferSize,
                maxSpdmMessageSize,
                hasAlgorithms ? SupportedAlgorithms.read(in) : null);
    }

    private static boolean hasAlgorithms(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_3) && header.hasParam1(1);
    }
}
