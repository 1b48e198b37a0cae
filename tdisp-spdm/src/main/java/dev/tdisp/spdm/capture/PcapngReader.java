package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the pcapng format: sections of either byte order, packets of one link type; other blocks are passed over. */
final class PcapngReader {
    static final long SECTION_HEADER = 0x0A0D0D0AL;

    private static final long INTERFACE_DESCRIPTION = 1;
    private static final long SIMPLE_PACKET = 3;
    private static final long ENHANCED_PACKET = 6;
    private static final long BYTE_ORDER_MAGIC = 0x1A2B3C4DL;
    private static final int MAGIC_OFFSET = 8;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int WORD = 4;
    private static final int WORD_BITS = 32;
    private static final int OPTION_RESOLUTION = 9;
    private static final int MICROSECONDS = 6;
    private static final int NANOSECONDS = 9;

    private final Bytes file;
    private final WireReader in;
    private final List<Integer> resolutions = new ArrayList<>();
    private final List<PcapPacket> packets = new ArrayList<>();
    private ByteOrder order = new ByteOrder(false);
    private int linkType = -1;
    private long snapLength;

    private PcapngReader(Bytes file) {
        this.file = file;
        this.in = WireReader.of(file);
    }

    static PcapFile read(Bytes file) {
        var reader = new PcapngReader(file);
        while (reader.in.remaining() > 0) {
            reader.block();
        }
        if (reader.linkType < 0) {
            throw new MalformedMessageException("BlockType", 0, "no interface is described");
        }
        return new PcapFile(reader.linkType, reader.snapLength, reader.packets);
    }

    private void block() {
        if (WireReader.of(file.from(in.offset())).u32("BlockType") == SECTION_HEADER) {
            beginSection();
        }
        long type = order.u32(in, "BlockType");
        long length = order.u32(in, "BlockTotalLength");
        if (length < BLOCK_OVERHEAD || length % WORD != 0) {
            throw in.malformed("BlockTotalLength", WORD, length + " is no length of a block");
        }
        WireReader body = WireReader.of(in.bytes("BlockBody", length - BLOCK_OVERHEAD));
        long again = order.u32(in, "BlockTotalLength");
        if (again != length) {
            throw in.malformed("BlockTotalLength", WORD, "%d, but %d in front of the block".formatted(again, length));
        }
        if (type == INTERFACE_DESCRIPTION) {
            describe(body);
        } else if (type == ENHANCED_PACKET) {
            packet(body);
        } else if (type == SIMPLE_PACKET) {
            throw in.malformed("BlockType", WORD, "packets without a time are not read");
        }
    }

    /** Looks ahead: the magic tells in which byte order even the length before it is. */
    private void beginSection() {
        long magic = WireReader.of(file.from(Math.min(in.offset() + MAGIC_OFFSET, file.size())))
                .u32("ByteOrderMagic");
        boolean isSwapped = magic == Integer.toUnsignedLong(Integer.reverseBytes((int) BYTE_ORDER_MAGIC));
        if (magic != BYTE_ORDER_MAGIC && !isSwapped) {
            throw new MalformedMessageException(
                    "ByteOrderMagic", in.offset() + MAGIC_OFFSET, "%08Xh is not that of pcapng".formatted(magic));
        }
        order = new ByteOrder(isSwapped);
        resolutions.clear();
    }

    private void describe(WireReader body) {
        int link = order.u16(body, "LinkType");
        if (linkType >= 0 && link != linkType) {
            throw body.malformed("LinkType", Short.BYTES, "%d beside %d".formatted(link, linkType));
        }
        linkType = link;
        order.u16(body, "Reserved");
        snapLength = Math.max(snapLength, order.u32(body, "SnapLen"));
        resolutions.add(resolution(body));
    }

    private int resolution(WireReader options) {
        int resolution = MICROSECONDS;
        while (options.remaining() > 0) {
            int code = order.u16(options, "OptionCode");
            int length = order.u16(options, "OptionLength");
            Bytes value = options.bytes("OptionValue", length);
            options.bytes("Padding", -length & WORD - 1);
            if (code == OPTION_RESOLUTION && length == 1) {
                resolution = value.at(0);
            }
        }
        if (resolution > NANOSECONDS) {
            throw options.malformed("OptionValue", 1, "times in units of 10^-%d s are not read".formatted(resolution));
        }
        return resolution;
    }

    private void packet(WireReader body) {
        long interfaceId = order.u32(body, "InterfaceID");
        if (interfaceId >= resolutions.size()) {
            throw body.malformed("InterfaceID", WORD, "%d is not described".formatted(interfaceId));
        }
        long high = order.u32(body, "TimestampHigh");
        long time = high << WORD_BITS | order.u32(body, "TimestampLow");
        long captured = order.u32(body, "CapturedLength");
        long original = order.u32(body, "OriginalLength");
        if (captured < original) {
            throw body.malformed(
                    "OriginalLength",
                    WORD,
                    "only %d of the packet's %d bytes were recorded".formatted(captured, original));
        }
        packets.add(new PcapPacket(at(time, resolutions.get((int) interfaceId)), body.bytes("Packet", captured)));
    }

    private static Instant at(long time, int resolution) {
        long units = power(resolution);
        long seconds = Long.divideUnsigned(time, units);
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedMessageException("Timestamp", 0, "%016Xh is beyond all years".formatted(time));
        }
        return Instant.ofEpochSecond(seconds, Long.remainderUnsigned(time, units) * power(NANOSECONDS - resolution));
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** The byte order of a section. */
    private record ByteOrder(boolean isBigEndian) {
        int u16(WireReader in, String field) {
            return isBigEndian ? in.u16BigEndian(field) : in.u16(field);
        }

        long u32(WireReader in, String field) {
            return isBigEndian ? in.u32BigEndian(field) : in.u32(field);
        }
    }
}
