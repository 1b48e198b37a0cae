package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.transport.DoeDiscoveryRequest;
import dev.tdisp.spdm.transport.DoeDiscoveryResponse;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a recorded exchange as a whole.
 *
 * <p>Certificates must be valid when they were recorded. Where the recorder's clock did not know the date, which shows in
 * times before the year 2000, the dates of certificates are not judged.
 *
 * <pre>{@code
 * DecodedCapture capture = CaptureDecoder.decode(PcapFile.decode(bytes), secrets);
 * capture.isComplete(); // everything decoded, everything verified
 * }</pre>
 */
public final class CaptureDecoder {
    private static final int REQUEST_BIT = 0x80;
    private static final int CODE_OFFSET = 1;

    private final PacketFormat format;
    private final ConnectionDecoder connection;
    private Optional<SpdmRole> lastSender = Optional.empty();
    private Optional<DoeDiscoveryRequest> discovery = Optional.empty();

    private CaptureDecoder(PacketFormat format, CaptureSecrets secrets) {
        this.format = format;
        this.connection = new ConnectionDecoder(format.binding(), secrets);
    }

    /**
     * Decodes all packets of a capture.
     *
     * @param file the capture: of PCI DOE data objects, MCTP packets, TCP frames, or bare SPDM messages
     * @param secrets the secrets of its sessions; stay the caller's to destroy
     * @return what each packet is
     * @throws IllegalArgumentException if packets of this link type are not understood
     */
    public static DecodedCapture decode(PcapFile file, CaptureSecrets secrets) {
        var decoder = new CaptureDecoder(PacketFormat.of(file), secrets);
        List<DecodedMessage> messages = new ArrayList<>();
        for (PcapPacket packet : file.packets()) {
            messages.add(decoder.decode(messages.size() + 1, packet));
        }
        return new DecodedCapture(messages);
    }

    private DecodedMessage decode(int number, PcapPacket packet) {
        var entry = new MessageEntry(number, packet.at(), sender(packet.content()));
        lastSender = Optional.of(entry.sender());
        entry.name("?", "?", "%d bytes".formatted(packet.content().size()));
        entry.content(packet.content(), FieldMap.NONE);
        try {
            packet(entry, packet.content());
        } catch (MalformedMessageException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException e) {
            // What was recorded may come in any order and ask for any algorithm.
            entry.problem(String.valueOf(e.getMessage()));
        }
        return entry.build();
    }

    /** A message in the clear shows who sent it; otherwise both sides take turns. */
    private SpdmRole sender(Bytes packet) {
        Optional<Bytes> clear = format.message(packet)
                .filter(message -> message.kind() == TransportMessage.Kind.SPDM)
                .map(TransportMessage::payload)
                .filter(message -> message.size() > CODE_OFFSET);
        if (clear.isPresent()) {
            return (clear.get().at(CODE_OFFSET) & REQUEST_BIT) != 0 ? SpdmRole.REQUESTER : SpdmRole.RESPONDER;
        }
        return lastSender.filter(last -> last == SpdmRole.REQUESTER).isPresent()
                ? SpdmRole.RESPONDER
                : SpdmRole.REQUESTER;
    }

    private void packet(MessageEntry entry, Bytes packet) {
        Optional<DoeObject> discovered = format == PacketFormat.DOE
                ? Optional.of(DoeObject.decode(packet)).filter(CaptureDecoder::isDiscovery)
                : Optional.empty();
        if (discovered.isPresent()) {
            discovery(entry, discovered.get(), packet);
            return;
        }
        TransportMessage message = format.decode(packet);
        entry.requireSame("packet", packet, format.encode(message, packet));
        switch (message.kind()) {
            case SPDM -> connection.clear(entry, message.payload());
            case SECURED -> connection.secured(entry, message.payload());
        }
    }

    private static boolean isDiscovery(DoeObject object) {
        return object.vendorId() == DoeObject.VENDOR_PCI_SIG && object.type() == DoeObject.TYPE_DISCOVERY;
    }

    private void discovery(MessageEntry entry, DoeObject object, Bytes packet) {
        var fields = WireReader.recording(packet);
        DoeObject.decode(fields);
        entry.content(packet, fields.fields());
        entry.requireSame("data object", packet, object.encode());
        var in = WireReader.of(object.payload());
        if (entry.isRequest()) {
            DoeDiscoveryRequest request = DoeDiscoveryRequest.decode(in);
            discovery = Optional.of(request);
            entry.name("DOE", "DISCOVERY", "index %d".formatted(request.index()));
            entry.requireSame("discovery", object.payload(), request.encode());
        } else {
            DoeDiscoveryResponse response = DoeDiscoveryResponse.decode(in);
            String values = "vendor %04Xh type %d next %d"
                    .formatted(response.vendorId(), response.type(), response.nextIndex());
            entry.name("DOE", "DISCOVERY response", values);
            entry.requireSame("discovery", object.payload(), response.encode());
            if (discovery.isEmpty()) {
                entry.problem("nothing was asked");
            }
            discovery = Optional.empty();
        }
    }
}
