package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The far end of a transport: a packet comes in, at most one goes back.
 *
 * <pre>{@code
 * PacketResponder responder = PacketResponder.of(EmulatorTransport.MCTP, spdmResponder::handle);
 * }</pre>
 *
 * <p>For one thread at a time.
 */
@FunctionalInterface
public interface PacketResponder {
    /**
     * Answers a packet.
     *
     * @param packet what the transport carried: a data object, an MCTP message, a frame of the TCP binding, or an SPDM
     *     message
     * @return the packet that answers it; nothing for what must not be answered
     * @throws MalformedMessageException if this is no packet of the transport
     */
    Optional<Bytes> handle(Bytes packet);

    /**
     * Hears that the emulator's requester wants an encapsulated KEY_UPDATE.
     *
     * @param sessionId the session
     */
    default void keyUpdateWanted(long sessionId) {}

    /** Hears that the emulator's requester wants an encapsulated GET_ENDPOINT_INFO. */
    default void endpointInfoWanted() {}

    /** Hears that its only requester is gone. Nothing comes after this. */
    default void disconnected() {}

    /**
     * Puts a transport in front of a responder; PCI DOE with discovery.
     *
     * @param transport the transport
     * @param responder answers SPDM messages and secured records
     * @return the far end
     */
    static PacketResponder of(
            EmulatorTransport transport, Function<TransportMessage, Optional<TransportMessage>> responder) {
        if (transport == EmulatorTransport.PCI_DOE) {
            return mailbox(new DoeResponder(responder)::handle);
        }
        return packet -> responder.apply(transport.decode(packet)).map(transport::encode);
    }

    /**
     * Takes a DOE mailbox as the far end. What is no data object of discovery, SPDM or secured SPDM is malformed here.
     *
     * @param mailbox answers data objects
     * @return the far end
     */
    static PacketResponder mailbox(Function<Bytes, Optional<Bytes>> mailbox) {
        return packet -> {
            DoeObject object = DoeObject.decode(packet);
            if (!DoeProtocol.CMA_SPDM.contains(new DoeProtocol(object.vendorId(), object.type()))) {
                throw new MalformedMessageException(
                        "DataObjectType", 2, "%d of vendor %04Xh".formatted(object.type(), object.vendorId()));
            }
            return mailbox.apply(packet);
        };
    }
}
