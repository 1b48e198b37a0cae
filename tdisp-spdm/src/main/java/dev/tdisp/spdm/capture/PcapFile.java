package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture file in the classic pcap format; a pcapng file is read too, as far as a classic one can hold it.
 *
 * <p>Reads both byte orders, with microseconds or nanoseconds; writes little-endian with microseconds.
 *
 * @param linkType what a packet is, for example {@link #LINK_TYPE_DOE}
 * @param snapLength the size up to which packets were recorded
 * @param packets the packets
 */
public record PcapFile(int linkType, long snapLength, List<PcapPacket> packets) {
    /** Packets begin with an MCTP header. */
    public static final int LINK_TYPE_MCTP = 291;

    /** Packets are PCI DOE data objects. */
    public static final int LINK_TYPE_DOE = 292;

    /** Packets are what a user decided: here the payload of a socket frame. */
    public static final int LINK_TYPE_USER = 147;

    private static final long MAGIC_MICROSECONDS = 0xA1B2C3D4L;
    private static final long MAGIC_NANOSECONDS = 0xA1B23C4DL;
    private static final int MAJOR_VERSION = 2;
    private static final int MINOR_VERSION = 4;
    private static final int LINK_TYPE_MASK = 0xFFFF;
    private static final int NANOSECONDS_A_MICROSECOND = 1_000;

    /**
     * Copies the list.
     *
     * @param linkType what a packet is
     * @param snapLength the size up to which packets were recorded
     * @param packets the packets
     */
    public PcapFile {
        packets = List.copyOf(packets);
    }

    /**
     * Encodes the file.
     *
     * @return its bytes
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u32("Magic", MAGIC_MICROSECONDS);
        out.u16("MajorVersion", MAJOR_VERSION);
        out.u16("MinorVersion", MINOR_VERSION);
        out.u32("Reserved1", 0);
        out.u32("Reserved2", 0);
        out.u32("SnapLen", snapLength);
        out.u32("LinkType", linkType);
        for (PcapPacket packet : packets) {
            out.u32("Seconds", packet.at().getEpochSecond());
            out.u32("Microseconds", packet.at().getNano() / NANOSECONDS_A_MICROSECOND);
            out.u32("CapturedLength", packet.content().size());
            out.u32("OriginalLength", packet.content().size());
            out.bytes("Packet", packet.content());
        }
        return out.toBytes();
    }

    /**
     * Decodes a file.
     *
     * @param file its bytes
     * @return the file
     * @throws MalformedMessageException if the file is no capture, or ends too early
     */
    public static PcapFile decode(Bytes file) {
        long magic = WireReader.of(file).u32("Magic");
        if (magic == PcapngReader.SECTION_HEADER) {
            return PcapngReader.read(file);
        }
        Format format = Format.of(magic);
        var in = WireReader.of(file);
        format.u32(in, "Magic");
        int majorVersion = format.u16(in, "MajorVersion");
        format.u16(in, "MinorVersion");
        if (majorVersion != MAJOR_VERSION) {
            throw new MalformedMessageException("MajorVersion", Integer.BYTES, majorVersion + " is not 2");
        }
        format.u32(in, "Reserved1");
        format.u32(in, "Reserved2");
        long snapLength = format.u32(in, "SnapLen");
        int linkType = (int) format.u32(in, "LinkType") & LINK_TYPE_MASK;
        List<PcapPacket> packets = new ArrayList<>();
        while (in.remaining() > 0) {
            packets.add(packet(in, format));
        }
        return new PcapFile(linkType, snapLength, packets);
    }

    private static PcapPacket packet(WireReader in, Format format) {
        long seconds = format.u32(in, "Seconds");
        long fraction = format.u32(in, "Fraction");
        long captured = format.u32(in, "CapturedLength");
        long original = format.u32(in, "OriginalLength");
        if (captured < original) {
            throw in.malformed(
                    "OriginalLength",
                    Integer.BYTES,
                    "only %d of the packet's %d bytes were recorded".formatted(captured, original));
        }
        Instant at = Instant.ofEpochSecond(seconds, fraction * format.nanosecondsAUnit());
        return new PcapPacket(at, in.bytes("Packet", captured));
    }

    /** The byte order and the unit of time that the magic number tells. */
    private record Format(boolean isBigEndian, int nanosecondsAUnit) {
        static Format of(long magic) {
            for (boolean isBigEndian : new boolean[] {false, true}) {
                long value = isBigEndian ? Integer.toUnsignedLong(Integer.reverseBytes((int) magic)) : magic;
                if (value == MAGIC_MICROSECONDS) {
                    return new Format(isBigEndian, NANOSECONDS_A_MICROSECOND);
                }
                if (value == MAGIC_NANOSECONDS) {
                    return new Format(isBigEndian, 1);
                }
            }
            throw new MalformedMessageException("Magic", 0, "%08Xh is not that of pcap".formatted(magic));
        }

        int u16(WireReader in, String field) {
            return isBigEndian ? in.u16BigEndian(field) : in.u16(field);
        }

        long u32(WireReader in, String field) {
            return isBigEndian ? in.u32BigEndian(field) : in.u32(field);
        }
    }
}
