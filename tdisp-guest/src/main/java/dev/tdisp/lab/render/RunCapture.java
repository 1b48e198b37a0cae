package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.capture.PcapFile;
import dev.tdisp.spdm.capture.PcapPacket;
import dev.tdisp.spdm.capture.PcapngWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data objects of a run, as the hypervisor saw them, in files that other tools read.
 *
 * <pre>{@code
 * Bytes forSpdmDump = RunCapture.pcap(run);
 * Bytes forWireshark = RunCapture.pcapng(run);
 * }</pre>
 */
public final class RunCapture {
    private static final long SNAP_LENGTH = 1 << 16;
    private static final String DATA_OBJECTS = "DOE";

    private RunCapture() {}

    /**
     * Writes a pcap file for {@code spdm_dump} and {@code tdisp dump}: link type 292, as they use it for PCI DOE.
     *
     * @param run the run
     * @return the file's content; without packets if the run has no data objects
     */
    public static Bytes pcap(RecordedRun run) {
        List<PcapPacket> packets = packets(run).stream()
                .map(packet ->
                        new PcapPacket(packet.object().at(), packet.object().bytes()))
                .toList();
        return new PcapFile(PcapFile.LINK_TYPE_DOE, SNAP_LENGTH, packets).encode();
    }

    /**
     * Writes a pcapng file for Wireshark: link type 147, and each packet with a comment that says what it is, in the clear, and
     * where the specification defines it.
     *
     * @param run the run
     * @return the file's content
     */
    public static Bytes pcapng(RecordedRun run) {
        var out = new ByteArrayOutputStream();
        try (var writer = PcapngWriter.ofUserObjects(out)) {
            packets(run)
                    .forEach(packet ->
                            writer.packet(packet.object().at(), packet.object().bytes(), packet.comment()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    /**
     * A data object with what is inside.
     *
     * @param object the event of the object
     * @param content the messages that it carries, outermost first
     */
    record Packet(TraceEvent.Message object, List<TraceEvent.Message> content) {
        String comment() {
            TraceEvent.Message inner = content.isEmpty() ? object : content.get(content.size() - 1);
            String clause = Clauses.of(inner).map(" [%s]"::formatted).orElse("");
            return inner.summary() + clause;
        }

        boolean isFromDevice() {
            return Lane.of(object.source()).id().equals("device");
        }
    }

    /** Finds the data objects; what is inside one was recorded between it and the one before. */
    static List<Packet> packets(RecordedRun run) {
        List<Packet> packets = new ArrayList<>();
        List<TraceEvent.Message> pending = new ArrayList<>();
        for (TraceEvent event : run.events()) {
            if (event instanceof TraceEvent.Message message
                    && !message.protocol().equals(DATA_OBJECTS)) {
                pending.add(message);
            } else if (event instanceof TraceEvent.Message object) {
                packets.add(packet(object, pending));
                pending.clear();
            }
        }
        return packets;
    }

    private static Packet packet(TraceEvent.Message object, List<TraceEvent.Message> pending) {
        boolean isAnswer = Lane.of(object.source()).id().equals("device");
        Optional<TraceEvent.Message> inner = pending.stream()
                .filter(message -> isAnswer == Lane.of(message.source()).id().equals("device"))
                .reduce((first, second) -> second);
        List<TraceEvent.Message> content = new ArrayList<>();
        inner.ifPresent(content::add);
        if (inner.filter(TraceLevel::isCarrier).isPresent() && pending.size() > 1) {
            content.add(pending.get(pending.size() - 2));
        }
        return new Packet(object, content);
    }
}
