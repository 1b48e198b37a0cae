package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Writes a capture in the classic pcap format, packet by packet: what is written is complete at any time.
 *
 * <p>Link type 292 for PCI DOE, 291 for MCTP with a packet's header in front, 147 for TCP and for bare messages. Several
 * threads may write.
 */
public final class PcapWriter implements PacketSink, AutoCloseable {
    private static final int FILE_HEADER_SIZE = 24;

    private final OutputStream out;
    private final LinkType link;

    /**
     * Begins a capture.
     *
     * @param out where it goes; closed with this writer
     * @param transport what the packets are
     * @throws UncheckedIOException if nothing can be written there
     */
    public PcapWriter(OutputStream out, EmulatorTransport transport) {
        this.out = out;
        this.link = LinkType.of(transport);
        write(file(List.of()));
    }

    /**
     * Begins a file.
     *
     * @param path its name; what it holds is lost
     * @param transport what the packets are
     * @return the writer
     * @throws IOException if the file cannot be written
     */
    public static PcapWriter create(Path path, EmulatorTransport transport) throws IOException {
        return new PcapWriter(Files.newOutputStream(path), transport);
    }

    /**
     * Writes a packet. There is no room for the comment.
     *
     * @param at when it was there
     * @param packet the packet, as the transport has it
     * @param comment what it is
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public synchronized void packet(Instant at, Bytes packet, String comment) {
        write(file(List.of(new PcapPacket(at, link.content(packet)))).from(FILE_HEADER_SIZE));
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private Bytes file(List<PcapPacket> packets) {
        return new PcapFile(link.code(), LinkType.SNAP_LENGTH, packets).encode();
    }

    private void write(Bytes bytes) {
        try {
            out.write(bytes.toArray());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
