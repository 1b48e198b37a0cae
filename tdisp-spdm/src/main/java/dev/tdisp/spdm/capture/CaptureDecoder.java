package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.transport.DoeDiscoveryRequest;
import dev.tdisp.spdm.transport.DoeDiscoveryResponse;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a recorded exchange as a whole.
 *
 * <pre>{@code
 * DecodedCapture capture = CaptureDecoder.decode(PcapFile.decode(bytes), secrets);
 * capture.isComplete(); // everything decoded, everything verified
 * }</pre>
 */
public final class CaptureDecoder {
    private static final int REQUEST_BIT = 0x80;
    private static final int CODE_OFFSET = 1;
    private static final int MCTP_HEADER_SIZE = 4;
    private static final int MCTP_SPDM = 0x05;
    private static final int MCTP_SECURED = 0x06;

    private final int linkType;
    private final ConnectionDecoder connection;
    private Optional<SpdmRole> lastSender = Optional.empty();
    private Optional<DoeDiscoveryRequest> discovery = Optional.empty();

    private CaptureDecoder(int linkType, CaptureSecrets secrets) {
        TransportBinding binding = linkType == PcapFile.LINK_TYPE_MCTP ? TransportBinding.MCTP : TransportBinding.DOE;
        this.linkType = linkType;
        this.connection = new ConnectionDecoder(binding, secrets);
    }

    /**
     * Decodes all packets of a capture.
     *
     * @param file the capture, of PCI DOE data objects or MCTP packets
     * @param secrets the secrets of its sessions; stay the caller's to destroy
     * @return what each packet is
     * @throws IllegalArgumentException if packets of this link type are not understood
     */
    public static DecodedCapture decode(PcapFile file, CaptureSecrets secrets) {
        if (file.linkType() != PcapFile.LINK_TYPE_DOE && file.linkType() != PcapFile.LINK_TYPE_MCTP) {
            throw new IllegalArgumentException("link type " + file.linkType() + " is neither DOE nor MCTP");
        }
        var decoder = new CaptureDecoder(file.linkType(), secrets);
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
            if (linkType == PcapFile.LINK_TYPE_DOE) {
                object(entry, packet.content());
            } else {
                mctp(entry, packet.content());
            }
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
        Optional<Bytes> clear = clear(packet);
        if (clear.isPresent()) {
            return (clear.get().at(CODE_OFFSET) & REQUEST_BIT) != 0 ? SpdmRole.REQUESTER : SpdmRole.RESPONDER;
        }
        return lastSender.filter(last -> last == SpdmRole.REQUESTER).isPresent()
                ? SpdmRole.RESPONDER
                : SpdmRole.REQUESTER;
    }

    private Optional<Bytes> clear(Bytes packet) {
        boolean isDoe = linkType == PcapFile.LINK_TYPE_DOE;
        int headerSize = isDoe ? DoeObject.HEADER_SIZE : MCTP_HEADER_SIZE + 1;
        int typeOffset = isDoe ? 2 : MCTP_HEADER_SIZE;
        int clearType = isDoe ? DoeObject.TYPE_SPDM : MCTP_SPDM;
        boolean isClear = packet.size() > headerSize + CODE_OFFSET && packet.at(typeOffset) == clearType;
        return isClear ? Optional.of(packet.from(headerSize)) : Optional.empty();
    }

    private void object(MessageEntry entry, Bytes packet) {
        DoeObject object = DoeObject.decode(packet);
        entry.requireSame("data object", packet, object.encode());
        if (object.vendorId() != DoeObject.VENDOR_PCI_SIG) {
            entry.name("DOE", "vendor %04Xh".formatted(object.vendorId()), "type %d".formatted(object.type()));
            entry.problem("unknown vendor");
            return;
        }
        switch (object.type()) {
            case DoeObject.TYPE_DISCOVERY -> discovery(entry, object, packet);
            case DoeObject.TYPE_SPDM -> connection.clear(entry, object.payload());
            case DoeObject.TYPE_SECURED_SPDM -> connection.secured(entry, object.payload());
            default -> {
                entry.name("DOE", "type %d".formatted(object.type()), "");
                entry.problem("unknown data object type");
            }
        }
    }

    private void discovery(MessageEntry entry, DoeObject object, Bytes packet) {
        var fields = WireReader.recording(packet);
        DoeObject.decode(fields);
        entry.content(packet, fields.fields());
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

    private void mctp(MessageEntry entry, Bytes packet) {
        var in = WireReader.of(packet);
        in.bytes("MCTP header", MCTP_HEADER_SIZE);
        int type = in.u8("MessageType");
        switch (type) {
            case MCTP_SPDM -> connection.clear(entry, in.rest("Message"));
            case MCTP_SECURED -> connection.secured(entry, in.rest("Message"));
            default -> {
                entry.name("MCTP", "type %02Xh".formatted(type), "");
                entry.problem("unknown message type");
            }
        }
    }
}
