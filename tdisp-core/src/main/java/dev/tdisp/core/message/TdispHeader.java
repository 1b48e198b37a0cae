package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireWriter;

/**
 * What every message begins with, without the MessageType (section 11.3.3).
 *
 * @param version TDISPVersion: major version in bits 7:4, minor version in bits 3:0
 * @param reserved the two reserved bytes, little-endian; sent as 0, ignored by a receiver
 * @param interfaceId the interface that the message is about
 */
public record TdispHeader(int version, int reserved, InterfaceId interfaceId) {
    /** TDISPVersion of version 1.0. */
    public static final int VERSION_1_0 = 0x10;

    /** The size of the header in bytes, MessageType included. */
    public static final int SIZE = 16;

    /**
     * Checks the ranges.
     *
     * @param version 0 to 255
     * @param reserved 0 to 65535
     * @param interfaceId the interface
     */
    public TdispHeader {
        Ranges.u8("TDISPVersion", version);
        Ranges.u16("Reserved", reserved);
    }

    /**
     * Creates the header of a version 1.0 message.
     *
     * @param interfaceId the interface that the message is about
     * @return the header with reserved bytes 0
     */
    public static TdispHeader of(InterfaceId interfaceId) {
        return new TdispHeader(VERSION_1_0, 0, interfaceId);
    }

    /**
     * Returns the major version.
     *
     * @return 0 to 15
     */
    public int majorVersion() {
        return version >>> 4;
    }

    /**
     * Returns the minor version.
     *
     * @return 0 to 15
     */
    public int minorVersion() {
        return version & 0xF;
    }

    /**
     * Returns the same header with another version.
     *
     * @param other TDISPVersion
     * @return the changed copy
     */
    public TdispHeader withVersion(int other) {
        return new TdispHeader(other, reserved, interfaceId);
    }

    void encode(WireWriter out, int code, String name) {
        out.u8("TDISPVersion", version);
        out.meaning(new VersionNumber(version));
        out.u8("MessageType", code);
        out.meaning(name);
        out.u16("Reserved", reserved);
        interfaceId.encode(out);
    }
}
