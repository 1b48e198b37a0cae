package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.Optional;

/** What a packet of a capture is. */
enum PacketFormat {
    /** A PCI DOE data object. */
    DOE(TransportBinding.DOE, 0),
    /** An MCTP packet with its header of 4 bytes. */
    MCTP(TransportBinding.MCTP, 4),
    /** A frame of the TCP binding. */
    TCP(TransportBinding.TCP, 0),
    /** An SPDM message without any transport; there are no sessions then. */
    NONE(TransportBinding.DOE, 0);

    private final TransportBinding binding;
    private final int headerSize;

    PacketFormat(TransportBinding binding, int headerSize) {
        this.binding = binding;
        this.headerSize = headerSize;
    }

    /**
     * Finds the format of a capture; frames of TCP, data objects and bare messages are told apart by the first packet.
     *
     * @throws IllegalArgumentException if the link type is not known
     */
    static PacketFormat of(PcapFile file) {
        return switch (file.linkType()) {
            case PcapFile.LINK_TYPE_DOE -> DOE;
            case PcapFile.LINK_TYPE_MCTP -> MCTP;
            case PcapFile.LINK_TYPE_USER ->
                file.packets().stream()
                        .findFirst()
                        .map(packet -> ofUser(packet.content()))
                        .orElse(NONE);
            default ->
                throw new IllegalArgumentException(
                        "link type %d is none of 291 (MCTP), 292 (DOE) and 147 (TCP, DOE or none)"
                                .formatted(file.linkType()));
        };
    }

    private static PacketFormat ofUser(Bytes first) {
        if (TCP.message(first).isPresent()) {
            return TCP;
        }
        return isDataObject(first) ? DOE : NONE;
    }

    private static boolean isDataObject(Bytes packet) {
        try {
            return DoeObject.decode(packet).vendorId() == DoeObject.VENDOR_PCI_SIG;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    TransportBinding binding() {
        return binding;
    }

    /** Returns what a packet carries, or nothing if it is not SPDM. */
    Optional<TransportMessage> message(Bytes packet) {
        try {
            return Optional.of(decode(packet));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    TransportMessage decode(Bytes packet) {
        if (this == NONE) {
            return TransportMessage.spdm(packet);
        }
        var in = WireReader.of(packet);
        in.bytes("Header", headerSize);
        return binding.decode(in.rest("Packet"));
    }

    /** Encodes a message as it was in a packet, whose header in front of the binding's own is kept. */
    Bytes encode(TransportMessage message, Bytes packet) {
        return this == NONE ? message.payload() : packet.slice(0, headerSize).plus(binding.encode(message));
    }
}
