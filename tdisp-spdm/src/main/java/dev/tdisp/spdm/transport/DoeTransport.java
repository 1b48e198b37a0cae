package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Carries SPDM in PCI DOE data objects.
 *
 * <p>The mailbox is a function of bytes: one data object in, one out; no bytes mean no response.
 */
public final class DoeTransport implements SpdmTransport {
    private static final int MOST_PROTOCOLS = 256;

    private final UnaryOperator<Bytes> mailbox;

    /**
     * Creates the transport.
     *
     * @param mailbox sends one data object and returns the one that comes back, or no bytes
     */
    public DoeTransport(UnaryOperator<Bytes> mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        int type = switch (request.kind()) {
            case SPDM -> DoeObject.TYPE_SPDM;
            case SECURED -> DoeObject.TYPE_SECURED_SPDM;
        };
        DoeObject response = exchange(DoeObject.of(type, request.payload()));
        return switch (response.type()) {
            case DoeObject.TYPE_SPDM -> TransportMessage.spdm(response.payload());
            case DoeObject.TYPE_SECURED_SPDM -> TransportMessage.secured(response.payload());
            default -> throw new TransportException("response of data object type " + response.type());
        };
    }

    /**
     * Asks the mailbox for the protocols it speaks.
     *
     * @return the protocols, in the mailbox's order
     * @throws TransportException if an answer is missing or makes no sense
     */
    public List<DoeProtocol> discover() {
        List<DoeProtocol> protocols = new ArrayList<>();
        int index = 0;
        do {
            DoeDiscoveryResponse response = discover(index);
            if (response.vendorId() == DoeDiscoveryResponse.NO_VENDOR) {
                break;
            }
            protocols.add(new DoeProtocol(response.vendorId(), response.type()));
            if (response.nextIndex() != 0 && response.nextIndex() <= index) {
                throw new TransportException("discovery goes back from index " + index);
            }
            index = response.nextIndex();
        } while (index != 0 && protocols.size() < MOST_PROTOCOLS);
        return List.copyOf(protocols);
    }

    private DoeDiscoveryResponse discover(int index) {
        Bytes request = DoeDiscoveryRequest.of(index).encode();
        DoeObject response = exchange(DoeObject.of(DoeObject.TYPE_DISCOVERY, request));
        if (response.type() != DoeObject.TYPE_DISCOVERY) {
            throw new TransportException("discovery answered by data object type " + response.type());
        }
        try {
            return DoeDiscoveryResponse.decode(WireReader.of(response.payload()));
        } catch (MalformedMessageException e) {
            throw new TransportException("malformed discovery response", e);
        }
    }

    private DoeObject exchange(DoeObject request) {
        Bytes response = mailbox.apply(request.encode());
        if (response.isEmpty()) {
            throw new TransportException("no response");
        }
        try {
            DoeObject object = DoeObject.decode(response);
            if (object.vendorId() != DoeObject.VENDOR_PCI_SIG) {
                throw new TransportException("response of vendor %04Xh".formatted(object.vendorId()));
            }
            return object;
        } catch (MalformedMessageException e) {
            throw new TransportException("malformed data object", e);
        }
    }
}
