package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Writes a capture in the pcapng format, with a comment a packet: what is written is complete at any time.
 *
 * <p>The link types are those of {@link PcapWriter}. Several threads may write.
 */
public final class PcapngWriter implements PacketSink, AutoCloseable {
    private static final long SECTION_HEADER = 0x0A0D0D0AL;
    private static final long INTERFACE_DESCRIPTION = 1;
    private static final long ENHANCED_PACKET = 6;
    private static final long BYTE_ORDER_MAGIC = 0x1A2B3C4DL;
    private static final long LENGTH_UNKNOWN = -1;
    private static final int OPTION_COMMENT = 1;
    private static final int LONGEST_COMMENT = 1000;
    private static final int WORD = 4;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int WORD_BITS = 32;

    private final OutputStream out;
    private final LinkType link;

    /**
     * Begins a capture.
     *
     * @param out where it goes; closed with this writer
     * @param transport what the packets are
     * @throws UncheckedIOException if nothing can be written there
     */
    public PcapngWriter(OutputStream out, EmulatorTransport transport) {
        this(out, LinkType.of(transport));
    }

    private PcapngWriter(OutputStream out, LinkType link) {
        this.out = out;
        this.link = link;
        write(SECTION_HEADER, section());
        write(INTERFACE_DESCRIPTION, description());
    }

    /**
     * Begins a capture of PCI DOE data objects of a link type that everybody may use as they like: Wireshark takes the number of
     * {@link PcapFile#LINK_TYPE_DOE} for something else, and shows these with their comments.
     *
     * @param out where it goes; closed with the writer
     * @return the writer
     * @throws UncheckedIOException if nothing can be written there
     */
    public static PcapngWriter ofUserObjects(OutputStream out) {
        return new PcapngWriter(out, LinkType.USER);
    }

    /**
     * Begins a file.
     *
     * @param path its name; what it holds is lost
     * @param transport what the packets are
     * @return the writer
     * @throws IOException if the file cannot be written
     */
    public static PcapngWriter create(Path path, EmulatorTransport transport) throws IOException {
        return new PcapngWriter(Files.newOutputStream(path), transport);
    }

    /**
     * Writes a packet.
     *
     * @param at when it was there
     * @param packet the packet, as the transport has it
     * @param comment what it is
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public synchronized void packet(Instant at, Bytes packet, String comment) {
        Bytes content = link.content(packet);
        long microseconds =
                TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(at.getNano());
        var body = WireWriter.create();
        body.u32("InterfaceID", 0);
        body.u32("TimestampHigh", microseconds >>> WORD_BITS);
        body.u32("TimestampLow", microseconds & 0xFFFF_FFFFL);
        body.u32("CapturedLength", content.size());
        body.u32("OriginalLength", content.size());
        body.bytes("Packet", padded(content));
        body.bytes("Options", comment(comment));
        write(ENHANCED_PACKET, body.toBytes());
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private static Bytes section() {
        var body = WireWriter.create();
        body.u32("ByteOrderMagic", BYTE_ORDER_MAGIC);
        body.u16("MajorVersion", 1);
        body.u16("MinorVersion", 0);
        body.u64("SectionLength", LENGTH_UNKNOWN);
        return body.toBytes();
    }

    private Bytes description() {
        var body = WireWriter.create();
        body.u16("LinkType", link.code());
        body.u16("Reserved", 0);
        body.u32("SnapLen", LinkType.SNAP_LENGTH);
        return body.toBytes();
    }

    private static Bytes comment(String comment) {
        String line = comment.lines().findFirst().orElse("");
        Bytes text = Bytes.of(
                line.substring(0, Math.min(line.length(), LONGEST_COMMENT)).getBytes(StandardCharsets.UTF_8));
        var options = WireWriter.create();
        if (!text.isEmpty()) {
            options.u16("OptionCode", OPTION_COMMENT);
            options.u16("OptionLength", text.size());
            options.bytes("Comment", padded(text));
            options.u32("EndOfOptions", 0);
        }
        return options.toBytes();
    }

    private static Bytes padded(Bytes bytes) {
        return bytes.plus(Bytes.filled(0, -bytes.size() & WORD - 1));
    }

    private void write(long type, Bytes body) {
        var block = WireWriter.create();
        block.u32("BlockType", type);
        block.u32("BlockTotalLength", BLOCK_OVERHEAD + body.size());
        block.bytes("BlockBody", body);
        block.u32("BlockTotalLength", BLOCK_OVERHEAD + body.size());
        try {
            out.write(block.toBytes().toArray());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
