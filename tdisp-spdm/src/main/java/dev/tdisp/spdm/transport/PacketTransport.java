package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.function.UnaryOperator;

/**
 * Carries SPDM in the packets of a transport.
 *
 * <p>The far end is a function of bytes: one packet in, one out; no bytes mean no response. For PCI DOE,
 * {@link DoeTransport} does the same, and discovery besides.
 */
public final class PacketTransport implements SpdmTransport {
    private final EmulatorTransport transport;
    private final UnaryOperator<Bytes> peer;

    /**
     * Creates the transport.
     *
     * @param transport what a packet is
     * @param peer sends a packet and returns the one that comes back, or no bytes
     */
    public PacketTransport(EmulatorTransport transport, UnaryOperator<Bytes> peer) {
        this.transport = transport;
        this.peer = peer;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        Bytes response = peer.apply(transport.encode(request));
        if (response.isEmpty()) {
            throw new TransportException("no response");
        }
        try {
            return transport.decode(response);
        } catch (MalformedMessageException e) {
            throw new TransportException("malformed packet", e);
        }
    }

    @Override
    public TransportBinding binding() {
        return transport.binding();
    }
}
