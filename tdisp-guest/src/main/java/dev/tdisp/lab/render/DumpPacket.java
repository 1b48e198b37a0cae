package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.capture.DecodedCapture;
import dev.tdisp.spdm.capture.DecodedMessage;
import dev.tdisp.spdm.capture.PcapFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A packet as {@code spdm_dump} looks at it: a transport and, from the outside to the inside, what it carries.
 *
 * @param number its number, from 1
 * @param at when it was there
 * @param transport the transport
 * @param raw the packet
 * @param isRequest whether the requester sent it
 * @param session the session, if it is a record
 * @param layers the messages inside, outermost first; none if they could not be read
 */
record DumpPacket(
        int number,
        Instant at,
        Transport transport,
        Bytes raw,
        boolean isRequest,
        OptionalLong session,
        List<DumpLayer> layers) {
    private static final String SPDM = "SPDM";
    private static final String UNKNOWN = "?";
    private static final int DOE_HEADER = 8;
    private static final int DOE_TYPE = 2;
    private static final int DOE_SECURED = 2;

    DumpPacket {
        layers = List.copyOf(layers);
    }

    /** What carries packets. */
    enum Transport {
        PCI_DOE,
        MCTP,
        TCP
    }

    /** Takes the packets of a capture and what was found in them. */
    static List<DumpPacket> of(PcapFile file, DecodedCapture decoded) {
        List<DumpPacket> packets = new ArrayList<>();
        for (DecodedMessage message : decoded.messages()) {
            Bytes raw = file.packets().get(message.packet() - 1).content();
            packets.add(new DumpPacket(
                    message.packet(),
                    message.at(),
                    transport(file.linkType(), raw),
                    raw,
                    message.sender() == SpdmRole.REQUESTER,
                    message.session(),
                    layers(message)));
        }
        return packets;
    }

    private static Transport transport(int linkType, Bytes raw) {
        return switch (linkType) {
            case PcapFile.LINK_TYPE_MCTP -> Transport.MCTP;
            case PcapFile.LINK_TYPE_DOE -> Transport.PCI_DOE;
            default -> raw.size() >= DOE_HEADER && raw.at(0) == 1 && raw.at(1) == 0 ? Transport.PCI_DOE : Transport.TCP;
        };
    }

    private static List<DumpLayer> layers(DecodedMessage message) {
        boolean isMessage = !message.bytes().isEmpty() || message.protocol().equals("MCTP");
        if (!isMessage
                || message.protocol().equals(UNKNOWN)
                || message.protocol().equals("DOE")) {
            return List.of();
        }
        var inner = new DumpLayer(message.protocol(), message.name(), message.bytes(), message.fields());
        return switch (message.protocol()) {
            case "TDISP", "IDE_KM" -> inner.unwrapped(SPDM);
            case SPDM -> inner.parted();
            case "VENDOR" -> List.of(new DumpLayer(SPDM, message.name(), message.bytes(), message.fields()));
            default -> List.of(inner);
        };
    }

    /** Takes the data objects of a run and what is known to be in them. */
    static List<DumpPacket> of(RecordedRun run) {
        List<DumpPacket> packets = new ArrayList<>();
        for (RunCapture.Packet packet : RunCapture.packets(run)) {
            Bytes raw = packet.object().bytes();
            packets.add(new DumpPacket(
                    packets.size() + 1,
                    packet.object().at(),
                    Transport.PCI_DOE,
                    raw,
                    !packet.isFromDevice(),
                    session(raw),
                    packet.content().stream().map(DumpPacket::layer).toList()));
        }
        return packets;
    }

    private static DumpLayer layer(TraceEvent.Message message) {
        return new DumpLayer(message.protocol(), message.name(), message.bytes(), message.fields());
    }

    private static OptionalLong session(Bytes object) {
        if (object.size() < DOE_HEADER + Integer.BYTES || object.at(DOE_TYPE) != DOE_SECURED) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(WireReader.of(object.from(DOE_HEADER)).u32("SessionID"));
    }

    /** Returns the messages on the layer of SPDM, those that others carry behind these. */
    List<DumpLayer> spdm() {
        return layers.stream().filter(layer -> layer.protocol().equals(SPDM)).toList();
    }

    /** Returns what a vendor-defined message carries, if it was read. */
    Optional<DumpLayer> vendor() {
        return layers.stream().filter(layer -> !layer.protocol().equals(SPDM)).findFirst();
    }
}
