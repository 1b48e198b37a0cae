package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * The first 4 bytes of each message but its code, which the message's type says.
 *
 * @param version the byte SPDMVersion
 * @param param1 the byte Param1
 * @param param2 the byte Param2
 */
public record SpdmHeader(int version, int param1, int param2) {
    /** The size of a header on the wire. */
    public static final int SIZE = 4;

    /**
     * Checks the ranges.
     *
     * @param version the byte SPDMVersion
     * @param param1 the byte Param1
     * @param param2 the byte Param2
     * @throws IllegalArgumentException if one is not 0 to 255
     */
    public SpdmHeader {
        if (((version | param1 | param2) & ~0xFF) != 0) {
            throw new IllegalArgumentException("header: %d %d %d are not bytes".formatted(version, param1, param2));
        }
    }

    /**
     * Creates the header of a message.
     *
     * @param version the version
     * @param param1 the byte Param1
     * @param param2 the byte Param2
     * @return the header
     */
    public static SpdmHeader of(SpdmVersion version, int param1, int param2) {
        return new SpdmHeader(version.code(), param1, param2);
    }

    /**
     * Tells whether fields are there that a version introduced.
     *
     * @param since that version
     * @return true if this header's version is the same or a later one
     */
    public boolean isAtLeast(SpdmVersion since) {
        return version >= since.code();
    }

    /**
     * Tells whether some bit of Param1 is set.
     *
     * @param mask the bits
     * @return true if at least one is set
     */
    public boolean hasParam1(int mask) {
        return (param1 & mask) != 0;
    }

    void write(WireWriter out, int code, String name) {
        out.u8("SPDMVersion", version);
        out.u8("RequestResponseCode", code);
        out.meaning(name);
        out.u8("Param1", param1);
        out.u8("Param2", param2);
    }

    /** What stands in front of a message that is not decoded yet. */
    record Prefix(SpdmHeader header, int code) {
        static Prefix read(WireReader in) {
            int version = in.u8("SPDMVersion");
            int code = in.u8("RequestResponseCode");
            return new Prefix(new SpdmHeader(version, in.u8("Param1"), in.u8("Param2")), code);
        }

        void requireKnownVersion() {
            if (SpdmVersion.of(header.version()).isEmpty()) {
                throw new MalformedMessageException(
                        "SPDMVersion", 0, "%02xh is no version".formatted(header.version()));
            }
        }
    }
}
