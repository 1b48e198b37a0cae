package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers the data objects that reach a DOE mailbox: discovery itself, SPDM by a responder.
 *
 * <p>For one thread at a time.
 */
public final class DoeResponder {
    private final List<DoeProtocol> protocols;
    private final Function<TransportMessage, Optional<TransportMessage>> responder;

    /**
     * Creates the mailbox's far side.
     *
     * @param responder answers SPDM messages and secured records
     */
    public DoeResponder(Function<TransportMessage, Optional<TransportMessage>> responder) {
        this(DoeProtocol.CMA_SPDM, responder);
    }

    private DoeResponder(
            List<DoeProtocol> protocols, Function<TransportMessage, Optional<TransportMessage>> responder) {
        this.protocols = protocols;
        this.responder = responder;
    }

    /**
     * Creates the far side of a mailbox that offers discovery alone.
     *
     * @return the responder
     */
    public static DoeResponder discoveryOnly() {
        return new DoeResponder(List.of(DoeProtocol.DISCOVERY), message -> Optional.empty());
    }

    /**
     * Answers a data object.
     *
     * @param object the bytes of one data object
     * @return the data object that answers it; nothing for malformed objects, unknown protocols, and what the responder
     *     does not answer
     */
    public Optional<Bytes> handle(Bytes object) {
        try {
            DoeObject request = DoeObject.decode(object);
            return request.vendorId() == DoeObject.VENDOR_PCI_SIG
                    ? answer(request).map(DoeObject::encode)
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private Optional<DoeObject> answer(DoeObject request) {
        return switch (request.type()) {
            case DoeObject.TYPE_DISCOVERY -> {
                Bytes response = discover(DoeDiscoveryRequest.decode(WireReader.of(request.payload())))
                        .encode();
                yield Optional.of(DoeObject.of(DoeObject.TYPE_DISCOVERY, response));
            }
            case DoeObject.TYPE_SPDM -> respond(TransportMessage.spdm(request.payload()));
            case DoeObject.TYPE_SECURED_SPDM -> respond(TransportMessage.secured(request.payload()));
            default -> Optional.empty();
        };
    }

    private DoeDiscoveryResponse discover(DoeDiscoveryRequest request) {
        int index = request.index();
        if (index >= protocols.size()) {
            return DoeDiscoveryResponse.NOTHING;
        }
        DoeProtocol protocol = protocols.get(index);
        int next = index + 1 < protocols.size() ? index + 1 : 0;
        return new DoeDiscoveryResponse(protocol.vendorId(), protocol.type(), next);
    }

    private Optional<DoeObject> respond(TransportMessage request) {
        return responder.apply(request).map(response -> switch (response.kind()) {
            case SPDM -> DoeObject.of(DoeObject.TYPE_SPDM, response.payload());
            case SECURED -> DoeObject.of(DoeObject.TYPE_SECURED_SPDM, response.payload());
        });
    }
}
